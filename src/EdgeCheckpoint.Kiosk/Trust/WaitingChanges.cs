using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>Changes that came before the snapshot they belong to: the newest are kept on the disk until it is here, because a broker sends them only once. One caller at a time, any number of readers.</summary>
internal sealed class WaitingChanges(string file, TimeProvider time)
{
    private volatile State? _state;

    /// <summary>Null when none wait.</summary>
    public DocumentManifest? Newest => _state?.Changes;

    /// <summary>How long the kiosk has been without that snapshot; zero when it lacks none.</summary>
    public TimeSpan Waited => _state is { } waiting ? time.GetElapsedTime(waiting.Since) : TimeSpan.Zero;

    /// <summary>Takes the file over, unless newer changes wait already.</summary>
    public void Keep(string from, DocumentManifest changes)
    {
        if (_state is { } waiting && waiting.Changes.Version >= changes.Version)
        {
            return;
        }

        if (from != file)
        {
            File.Move(from, file, overwrite: true);
        }

        _state = new State(changes, _state?.Since ?? time.GetTimestamp());
    }

    /// <summary>The document that waits, as a stream that the caller closes.</summary>
    public FileStream Open() => File.OpenRead(file);

    /// <summary>What became of these changes, or of later ones, is known: nothing waits any more.</summary>
    public void Settle(DocumentManifest changes)
    {
        if (_state is { } waiting && changes.Version >= waiting.Changes.Version)
        {
            _state = null;
            File.Delete(file);
        }
    }

    private sealed record State(DocumentManifest Changes, long Since);
}

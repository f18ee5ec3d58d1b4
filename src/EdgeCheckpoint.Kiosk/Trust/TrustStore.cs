using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>All signed documents of a kiosk: loads them at start, takes new ones, and says what is in force. Thread-safe.</summary>
internal sealed class TrustStore(DocumentFolder folder, IEnumerable<IDocumentConsumer> consumers)
{
    /// <summary>Snapshot and changes are sent one after the other.</summary>
    private static readonly TimeSpan SnapshotWithin = TimeSpan.FromMinutes(1);

    private readonly Dictionary<DocumentKind, IDocumentConsumer> _consumers = consumers.ToDictionary(static c => c.Kind);
    private readonly Lock _turn = new();
    private volatile Dictionary<DocumentKind, DocumentManifest> _inForce = [];

    /// <summary>Every judged document, whatever became of it; called on the thread that brought it.</summary>
    public event Action<ImportResult>? Judged;

    public IReadOnlyDictionary<DocumentKind, DocumentManifest> InForce => _inForce;

    /// <summary>Changes that have been without their snapshot for so long that somebody must bring it; null when none have. They do not count until then.</summary>
    public DocumentManifest? Stranded => folder.Waiting.Waited >= SnapshotWithin ? folder.Waiting.Newest : null;

    /// <summary>Brings what is on the disk into force; to be called once, before anything is decided.</summary>
    public void Load()
    {
        lock (_turn)
        {
            folder.Tidy();
            foreach (DocumentKind kind in Enum.GetValues<DocumentKind>())
            {
                if (_consumers.TryGetValue(kind, out IDocumentConsumer? consumer))
                {
                    (ImportResult? told, DocumentManifest? inForce) = folder.Load(consumer, _inForce);
                    Use(inForce);
                    Tell(told);
                }
            }

            TryWaiting(DocumentFolder.Undated);
        }
    }

    /// <param name="document">The whole document, as a retained message or a command holds it.</param>
    /// <param name="only">The kind it must be; null where any will do.</param>
    public ImportResult Import(byte[] document, VerificationTime now, DocumentKind? only = null)
    {
        lock (_turn)
        {
            return Judge(() => new MemoryStream(document), now, only);
        }
    }

    /// <summary>Judges a file that somebody brought and takes it away; one that the disk failed on goes to quarantine.</summary>
    /// <returns>False when it could not be taken away.</returns>
    public bool Take(string file, VerificationTime now)
    {
        lock (_turn)
        {
            ImportResult result = Judge(() => File.OpenRead(file), now, only: null);
            string? problem = folder.TakeAway(file, keep: result.Fault == DocumentFault.Io);
            if (problem is not null)
            {
                Tell(new ImportResult(DocumentFault.Io, null, problem));
            }

            return problem is null;
        }
    }

    /// <summary>Age and dates of everything in force, by name, as policies and telemetry see it.</summary>
    public IReadOnlyDictionary<string, DocumentState> States(VerificationTime now) =>
        _inForce.ToDictionary(static p => Words.Of(p.Key), p => DocumentRules.StateOf(p.Value, now));

    private ImportResult Judge(Func<Stream> document, VerificationTime now, DocumentKind? only)
    {
        ImportResult result = folder.Import(document, kind => only is null || kind == only ? _consumers.GetValueOrDefault(kind) : null, _inForce, now);
        Use(result.Fault == DocumentFault.None ? result.Manifest : null);
        Tell(result);
        if (result is { Fault: DocumentFault.None, Manifest.Kind: DocumentKind.Revocations })
        {
            TryWaiting(now);
        }

        return result;
    }

    private void TryWaiting(VerificationTime now)
    {
        if (folder.Waiting.Newest is { } changes && Judge(folder.Waiting.Open, now, only: null).Fault != DocumentFault.OtherBase)
        {
            folder.Waiting.Settle(changes);
        }
    }

    private void Use(DocumentManifest? manifest)
    {
        if (manifest is null)
        {
            return;
        }

        var now = new Dictionary<DocumentKind, DocumentManifest>(_inForce) { [manifest.Kind] = manifest };
        if (manifest.Kind == DocumentKind.Revocations
            && now.TryGetValue(DocumentKind.RevocationsDelta, out DocumentManifest? delta) && delta.Base != manifest.Version)
        {
            // A delta belongs to one snapshot; with the next snapshot it has done its work.
            now.Remove(DocumentKind.RevocationsDelta);
        }

        _inForce = now;
    }

    private void Tell(ImportResult? told)
    {
        if (told is { } result)
        {
            Judged?.Invoke(result);
        }
    }
}

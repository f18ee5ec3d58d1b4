using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>All signed documents of a kiosk: loads them at start, takes new ones, and says what is in force. Thread-safe.</summary>
internal sealed class TrustStore(DocumentFolder folder, IEnumerable<IDocumentConsumer> consumers)
{
    private readonly Dictionary<DocumentKind, IDocumentConsumer> _consumers = consumers.ToDictionary(static c => c.Kind);
    private readonly Lock _turn = new();
    private volatile Dictionary<DocumentKind, DocumentManifest> _inForce = [];

    /// <summary>Every judged document, whatever became of it; called on the thread that brought it.</summary>
    public event Action<ImportResult>? Judged;

    public IReadOnlyDictionary<DocumentKind, DocumentManifest> InForce => _inForce;

    /// <summary>Brings what is on the disk into force; to be called once, before anything is decided.</summary>
    public void Load()
    {
        lock (_turn)
        {
            foreach (DocumentKind kind in Enum.GetValues<DocumentKind>())
            {
                if (_consumers.TryGetValue(kind, out IDocumentConsumer? consumer) && folder.Load(consumer, SnapshotVersion) is { } result)
                {
                    Note(result);
                }
            }
        }
    }

    /// <param name="document">The whole document, as a file, a retained message or a command holds it.</param>
    /// <param name="only">The kind it must be; null where any will do.</param>
    public ImportResult Import(Stream document, VerificationTime now, DocumentKind? only = null)
    {
        lock (_turn)
        {
            ImportResult result = folder.Import(document, kind => only is null || kind == only ? _consumers.GetValueOrDefault(kind) : null, SnapshotVersion, now);
            Note(result);
            return result;
        }
    }

    /// <summary>Age and dates of everything in force, by name, as policies and telemetry see it.</summary>
    public IReadOnlyDictionary<string, DocumentState> States(VerificationTime now) =>
        _inForce.ToDictionary(static p => Words.Of(p.Key), p => DocumentRules.StateOf(p.Value, now));

    private long? SnapshotVersion => _inForce.TryGetValue(DocumentKind.Revocations, out DocumentManifest? snapshot) ? snapshot.Version : null;

    private void Note(ImportResult result)
    {
        if (result is { Fault: DocumentFault.None, Manifest: { } manifest })
        {
            var now = new Dictionary<DocumentKind, DocumentManifest>(_inForce) { [manifest.Kind] = manifest };
            if (manifest.Kind == DocumentKind.Revocations
                && now.TryGetValue(DocumentKind.RevocationsDelta, out DocumentManifest? delta) && delta.Base != manifest.Version)
            {
                // A delta belongs to one snapshot; with the next snapshot it has done its work.
                now.Remove(DocumentKind.RevocationsDelta);
            }

            _inForce = now;
        }

        Judged?.Invoke(result);
    }
}

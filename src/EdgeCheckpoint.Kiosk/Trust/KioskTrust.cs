using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Hardware.Crypto;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Uplink.Memory;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>Everything a kiosk decides by and that may change while it runs: keys, policy, lists, memory; and the signed documents that change them.</summary>
internal sealed class KioskTrust : IDisposable
{
    private readonly SqlitePassUses _uses;

    public KioskTrust(KioskOptions options, TrustFile keys, IPolicy policy, TimeProvider time)
    {
        _uses = SqlitePassUses.Open(Path.Combine(options.Journal.Folder, "pass-uses.db"), out string? setAside);
        SetAside = setAside;
        var memory = new PassMemory(options.Memory, _uses);
        Memory = memory;
        Keys = new TrustInForce(new TrustedKeySet(keys.Keys));
        Rules = new PolicyInForce(policy, time.LocalTimeZone, now => Store?.States(now) ?? NoDocuments);
        Policy = new RememberingPolicy(Rules, memory, time.LocalTimeZone);
        Verifier = new CredentialVerifier(CredentialFormats.All(Keys, keys.CardRevocations).Select(format => new ListedFormat(
            format, Revocations, WatchList, memory, options.Lane.Direction, time.LocalTimeZone, (@class, credential) => Listed?.Invoke(@class, credential))));
        if (NamedFiles.Roots(options) is not { } roots)
        {
            return;
        }

        List<IDocumentConsumer> consumers =
        [
            new TrustListConsumer(Keys, new LibcryptoAlgorithms()),
            new PolicyConsumer(Rules),
            new RevocationsConsumer(Revocations),
            new RevocationDeltaConsumer(Revocations),
        ];
        if (NamedFiles.WatchListKeys(options) is { } secret)
        {
            consumers.Add(new WatchListConsumer(WatchList, secret));
        }

        Store = new TrustStore(new DocumentFolder(options.Rules.DocumentsFolder, options.Site.District, roots, time), consumers);
        Store.Judged += AtStart;
        Store.Load();
        Store.Judged -= AtStart;
    }

    /// <summary>What became of each stored document at start.</summary>
    public List<ImportResult> Loaded { get; } = [];

    private void AtStart(ImportResult result) => Loaded.Add(result);

    /// <summary>A listed person's genuine code was read: class and code. On the verifying thread; more than once while the code is held up.</summary>
    public event Action<string, CredentialResult>? Listed;

    public TrustInForce Keys { get; }

    /// <summary>The rules themselves; asking them leaves no trace.</summary>
    public PolicyInForce Rules { get; }

    public RememberingPolicy Policy { get; }

    public CredentialVerifier Verifier { get; }

    public PassMemory Memory { get; }

    public RevocationsInForce Revocations { get; } = new();

    public WatchList WatchList { get; } = new();

    public DistrictDocuments Inbox { get; } = new();

    /// <summary>Null on a kiosk without the district's root keys: it decides by its local files only.</summary>
    public TrustStore? Store { get; }

    /// <summary>Name the damaged memory was put aside under; null when it was good.</summary>
    public string? SetAside { get; }

    /// <summary>Why admissions are only remembered until the next restart; empty when the disk has them. Cheap; to be asked now and then, for a disk that is back is taken into use by it.</summary>
    public string MemoryFault() => _uses.Check();

    public void Dispose() => _uses.Dispose();

    private static readonly Dictionary<string, DocumentState> NoDocuments = [];
}

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
    /// <param name="providers">Formats that somebody else answers for; lists and memory stand behind them as behind all others.</param>
    public KioskTrust(KioskOptions options, TrustFile keys, IPolicy policy, TimeProvider time, params IEnumerable<ICredentialFormat> providers)
    {
        Uses = SqlitePassUses.Open(Path.Combine(options.Journal.Folder, "pass-uses.db"));
        var memory = new PassMemory(options.Memory, Uses, new Core.Machine.Pseudonym(NamedFiles.PseudonymKey(options)));
        Memory = memory;
        Keys = new TrustInForce(keys.ToSet());
        Rules = new PolicyInForce(policy, time.LocalTimeZone, now => Store?.States(now) ?? NoDocuments);
        Policy = new RememberingPolicy(Rules, memory, time.LocalTimeZone);
        Verifier = new CredentialVerifier(CredentialFormats.All(Keys).Concat(providers).Select(format => new ListedFormat(
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

    /// <summary>Where the memory is kept.</summary>
    public SqlitePassUses Uses { get; }

    public RevocationsInForce Revocations { get; } = new();

    public WatchList WatchList { get; } = new();

    public DistrictDocuments Inbox { get; } = new();

    /// <summary>Null on a kiosk without the district's root keys: it decides by its local files only.</summary>
    public TrustStore? Store { get; }

    public void Dispose() => Uses.Dispose();

    private static readonly Dictionary<string, DocumentState> NoDocuments = [];
}

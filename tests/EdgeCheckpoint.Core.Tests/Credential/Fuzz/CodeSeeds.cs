using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Coding;
using EdgeCheckpoint.Core.Credential.Cose;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Credential.Provider;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Tests.Credential.Dcc;
using EdgeCheckpoint.Core.Tests.Lists;

namespace EdgeCheckpoint.Core.Tests.Credential.Fuzz;

/// <summary>One genuine code of every format, their signers, the verifier as a kiosk puts it together, and a count of the signature checks that codes cost.</summary>
internal sealed class CodeSeeds : ISignatureAlgorithms, IDisposable
{
    private const string CardOf = "https://issuer.example";

    public static readonly PassClaims FullPass = Passes.Green with
    {
        Statuses = [new PassStatus("3+11", Passes.Noon.AddDays(-3), null)], Route = ["a", "b"],
        Windows = [new PassWindow(127, 0, 1440)], Quota = new PassQuota(2, 1), Binding = PassBinding.Household,
    };

    private readonly FrameworkAlgorithms _framework = new();
    private readonly DccIssuer _dcc = new();
    private readonly EcdsaSigner _passes = EcdsaSigner.Generate();
    private readonly ECDsa _card = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly SealIssuer _seals = new(Passes.Noon.AddDays(-1), Passes.Noon.AddDays(1));
    private readonly PassMemory _memory = new(new PassMemoryOptions { MaxUses = 1000 }, new ListStore(), new Pseudonym(new byte[32]));
    private readonly PolicyDocument[] _policies = [.. ReadyPolicies.Names.Select(ReadyPolicies.Load)];

    public CodeSeeds()
    {
        Dcc = _dcc.Issue(Passes.Noon.AddDays(-1), Passes.Noon.AddYears(1));
        Pass = SignPass(PassCbor.Write(FullPass));
        Card = SignCard(CardIssuer.Immunization());
        Seal = _seals.Issue();

        // Ten keys share the certificate's identifier; the genuine one is the last that may be tried.
        List<TrustedKey> keys = [CardIssuer.Sign(CardIssuer.Immunization(), _card, CardOf).Key, PassKey(), _seals.Authority()];
        for (int i = 0; i < ITrustedKeys.MaxCandidates + 2; i++)
        {
            using EcdsaSigner stranger = EcdsaSigner.Generate();
            keys.Add(i == ITrustedKeys.MaxCandidates - 1
                ? _dcc.Key(algorithms: this)
                : new TrustedKey(_dcc.Key().KeyId, KeyUsages.AnyDcc, stranger.SubjectPublicKeyInfo, this));
        }

        WatchListKeys secret = new(new byte[WatchListKeys.SecretBytes]);
        WatchList watchList = new();
        watchList.Replace(secret, [new WatchListEntry(secret.HashOf("ECP1", "320200:p-1").ToString(), "3+11", Passes.Noon.AddDays(-1), null)]);
        RevocationsInForce revocations = new();
        Verifier = new CredentialVerifier(CredentialFormats.All(new TrustedKeySet(keys)).Append(new ProviderFormat(new ColourPlatform { Answer = AnswerTo })).Select(
            format => new ListedFormat(format, revocations, watchList, _memory, Direction.Out, TimeZoneInfo.Utc, static (_, _) => { })));
        Genuine = [.. new[] { Dcc, Pass, Card, Seal }.Select(t => Verifier.Verify(t, Passes.At(Passes.Noon)))];
    }

    public string Dcc { get; }

    public string Pass { get; }

    public string Card { get; }

    public string Seal { get; }

    public CredentialVerifier Verifier { get; }

    /// <summary>The only answers that may be valid.</summary>
    public IReadOnlyList<CredentialResult> Genuine { get; }

    public int SignatureChecks { get; set; }

    public string SignCertificate(byte[] claims) => DccIssuer.Wrap(_dcc.Sign(claims));

    public string SignPass(byte[] claims) => DistrictPass.Prefix + Base45.Encode(CoseSign1.Sign(claims, _passes));

    public string SignCard(JsonNode payload) => CardIssuer.Numeric(CardIssuer.Sign(payload, _card, CardOf).Jws);

    public string SignSeal(JsonObject data) => _seals.Issue(data);

    /// <summary>What else a kiosk does with a code that is valid: rules, memory, the answer on a screen.</summary>
    public void Use(CredentialResult valid)
    {
        foreach (PolicyDocument policy in _policies)
        {
            policy.Evaluate(new PolicyInput
            {
                Credential = valid, Now = Passes.Noon, Clock = ClockState.Synced, Site = new Site("d", "c", "k"), Direction = Direction.Out,
            });
        }

        _memory.Record(valid, Direction.Out, Passes.At(Passes.Noon));
        SafeText.OfJson(PersonalData.Hide(valid.Claims).ToJsonString());
    }

    public bool TryOpen(SignatureAlgorithm algorithm, ReadOnlySpan<byte> subjectPublicKeyInfo, [NotNullWhen(true)] out ISignatureVerifier? verifier)
    {
        verifier = _framework.TryOpen(algorithm, subjectPublicKeyInfo, out ISignatureVerifier? inner) ? new Counting(this, inner) : null;
        return verifier is not null;
    }

    public void Dispose()
    {
        _dcc.Dispose();
        _passes.Dispose();
        _card.Dispose();
        _seals.Dispose();
    }

    private static ProviderAnswer AnswerTo(string code) =>
        new((ProviderResult)(1 + (code.Length % 7)), TimeSpan.FromSeconds(code.Length), code.Contains('+', StringComparison.Ordinal), code.Contains('/', StringComparison.Ordinal) ? code : null);

    private TrustedKey PassKey() => new(KeyIdentifier.Text(_passes.KeyId.Span), KeyUsages.AnyPass, _passes.SubjectPublicKeyInfo, this);

    private sealed class Counting(CodeSeeds owner, ISignatureVerifier inner) : ISignatureVerifier
    {
        public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            owner.SignatureChecks++;
            return inner.Verify(data, signature);
        }

        public void Dispose() => inner.Dispose();
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Tests.Credential.Dcc;

namespace EdgeCheckpoint.Core.Tests.Credential.Fuzz;

/// <summary>One genuine code of every format, the keys they verify with, and a count of the signature checks they cost.</summary>
internal sealed class CodeSeeds : ISignatureAlgorithms, IDisposable
{
    private readonly FrameworkAlgorithms _framework = new();
    private readonly DccIssuer _dcc = new();
    private readonly EcdsaSigner _passes = EcdsaSigner.Generate();
    private readonly SealIssuer _seals = new(Passes.Noon.AddDays(-1), Passes.Noon.AddDays(1));

    public CodeSeeds()
    {
        Dcc = _dcc.Issue(Passes.Noon.AddDays(-1), Passes.Noon.AddYears(1));
        Pass = DistrictPass.Issue(Passes.Green with { Statuses = [new PassStatus("3+11", Passes.Noon.AddDays(-3), null)], Route = ["a", "b"] }, _passes);
        using ECDsa card = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (string jws, TrustedKey cardKey, _) = CardIssuer.Sign(CardIssuer.Immunization(), card, "https://issuer.example");
        Card = CardIssuer.Numeric(jws);

        Seal = _seals.Issue();

        // Ten keys share the certificate's identifier; the genuine one is the last that may be tried.
        List<TrustedKey> keys = [cardKey, PassKey(), _seals.Authority()];
        for (int i = 0; i < ITrustedKeys.MaxCandidates + 2; i++)
        {
            using EcdsaSigner stranger = EcdsaSigner.Generate();
            keys.Add(i == ITrustedKeys.MaxCandidates - 1
                ? _dcc.Key(algorithms: this)
                : new TrustedKey(_dcc.Key().KeyId, KeyUsages.AnyDcc, stranger.SubjectPublicKeyInfo, this));
        }

        Verifier = CredentialFormats.Verifier(new TrustedKeySet(keys));
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

    public bool TryOpen(SignatureAlgorithm algorithm, ReadOnlySpan<byte> subjectPublicKeyInfo, [NotNullWhen(true)] out ISignatureVerifier? verifier)
    {
        verifier = _framework.TryOpen(algorithm, subjectPublicKeyInfo, out ISignatureVerifier? inner) ? new Counting(this, inner) : null;
        return verifier is not null;
    }

    public void Dispose()
    {
        _dcc.Dispose();
        _passes.Dispose();
        _seals.Dispose();
    }

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

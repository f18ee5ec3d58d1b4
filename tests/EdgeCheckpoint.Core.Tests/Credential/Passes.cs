using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Credential.Pass;

namespace EdgeCheckpoint.Core.Tests.Credential;

/// <summary>An issuer with one key, a checkpoint that trusts it, and a pass to vary.</summary>
internal sealed class Passes : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 6, 12, 0, 0, TimeSpan.Zero);

    public EcdsaSigner Signer { get; } = EcdsaSigner.Generate();

    public static PassClaims Green { get; } = new()
    {
        Kind = PassKind.Personal,
        Issuer = "320200",
        Id = "0badc0de",
        Subject = "p-1",
        IssuedAt = Noon,
        ExpiresAt = Noon + PassLimits.PersonalCodeLifetime,
        Colour = PassColour.Green,
        Test = new PassTest(Noon.AddHours(-20)),
    };

    public TrustedKey Key(KeyUsages usages = KeyUsages.AnyPass, string? issuer = null, DateTimeOffset? notAfter = null) =>
        new(KeyIdentifier.Text(Signer.KeyId.Span), usages, Signer.SubjectPublicKeyInfo, new FrameworkAlgorithms()) { Issuer = issuer, NotAfter = notAfter };

    public CredentialVerifier Verifier(TrustedKey? key = null) => CredentialFormats.Verifier(new TrustedKeySet([key ?? Key()]));

    public CredentialResult Verify(PassClaims claims, DateTimeOffset? at = null, ClockState clock = ClockState.Synced) =>
        Verifier().Verify(DistrictPass.Issue(claims, Signer), new VerificationTime(at ?? Noon, clock));

    public static VerificationTime At(DateTimeOffset instant) => new(instant, ClockState.Synced);

    public void Dispose() => Signer.Dispose();
}

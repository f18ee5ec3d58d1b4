using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Coding;
using EdgeCheckpoint.Core.Credential.Cose;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Credential.Pass;

/// <summary>Verifies district passes.</summary>
/// <param name="keys">Asked anew for every pass, so that a new trust list counts at once.</param>
public sealed class DistrictPassFormat(ITrustedKeys keys) : ICredentialFormat
{
    private const string Name = DistrictPass.Format;

    public string Prefix => DistrictPass.Prefix;

    public CredentialResult Verify(string text, VerificationTime time)
    {
        ArgumentNullException.ThrowIfNull(text);
        ReadOnlySpan<char> body = text.AsSpan(Prefix.Length);
        byte[] message = new byte[Base45.MaxDecodedLength(body.Length)];
        if (!Base45.TryDecode(body, message, out int length)
            || !CoseSign1.TryRead(message.AsMemory(0, length), out CoseSign1? sign1)
            || !PassCborReader.TryRead(sign1.Payload, out PassClaims? claims))
        {
            return CredentialResult.Invalid(Name, Reasons.CodeMalformed);
        }

        SignerSearch search = SignerSearch.Run(
            keys.Find(sign1.Headers.KeyId.Span), sign1, SignatureAlgorithm.Es256, SignatureAlgorithm.EdDsa, SignatureAlgorithm.Sm2);
        if (search.Key is null)
        {
            return CredentialResult.Invalid(Name, search.Reason);
        }

        if (search.Vouching(UsageOf(claims.Kind), claims.Issuer) is not { } key)
        {
            return CredentialResult.Invalid(Name, Reasons.CodeUntrustedIssuer) with { KeyId = search.Key.KeyId };
        }

        Judgement judgement = Judge(claims, key, time);
        return new CredentialResult
        {
            Format = Name,
            Status = judgement.Status,
            Reasons = judgement.Reasons,
            Proved = true,
            Kind = Words.Of(claims.Kind),
            Id = claims.Id,
            Subject = JoinedText.Of(':', claims.Issuer, claims.Subject),
            KeyId = key.KeyId,
            IssuedAt = claims.IssuedAt,
            ExpiresAt = claims.ExpiresAt,
            Claims = PassJson.Of(claims),
        };
    }

    private static Judgement Judge(PassClaims claims, TrustedKey key, VerificationTime time) =>
        Validity.Of(key.NotBefore, key.NotAfter, time) is { Status: not CredentialStatus.Valid } signer
            ? signer.AsSigner()
            : Validity.Of(claims.NotBefore > claims.IssuedAt ? claims.NotBefore : claims.IssuedAt, claims.ExpiresAt, time) is { Status: not CredentialStatus.Valid } pass
                ? pass
                : PassHours.Of(claims, time);

    private static KeyUsages UsageOf(PassKind kind) => kind switch
    {
        PassKind.Personal => KeyUsages.PersonalCode,
        PassKind.Exit => KeyUsages.ExitPass,
        PassKind.Visitor => KeyUsages.VisitorPass,
        PassKind.Freight => KeyUsages.FreightPass,
        _ => KeyUsages.StaffBadge,
    };
}

using System.Buffers;
using System.Security.Cryptography;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Coding;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Credential.SmartHealth;

/// <summary>Verifies SMART Health Cards in one code: <c>shc:/</c>, then a JWS in digits. Cards split over several codes are not read.</summary>
/// <param name="keys">Asked anew for every card, so that a new trust list counts at once.</param>
public sealed class SmartHealthFormat(ITrustedKeys keys) : ICredentialFormat
{
    private const string Name = "shc";

    public string Prefix => "shc:/";

    public CredentialResult Verify(string text, VerificationTime time)
    {
        ArgumentNullException.ThrowIfNull(text);
        return NumericText.TryDecode(text.AsSpan(Prefix.Length), out string jws)
            ? VerifyJws(jws, time)
            : CredentialResult.Invalid(Name, Reasons.CodeMalformed);
    }

    /// <summary>The signed text alone, as files carry it.</summary>
    internal CredentialResult VerifyJws(string text, VerificationTime time)
    {
        if (!CompactJws.TryRead(text, out CompactJws? jws))
        {
            return CredentialResult.Invalid(Name, Reasons.CodeMalformed);
        }

        SignerSearch search = SignerSearch.Run(keys.Find(jws.KeyId), SignatureAlgorithm.Es256, jws.Signed, jws.Signature);
        if (search.Key is null)
        {
            return CredentialResult.Invalid(Name, search.Reason);
        }

        byte[] document = ArrayPool<byte>.Shared.Rent(BoundedInflate.MaxBytes);
        try
        {
            InflateResult inflated = BoundedInflate.Deflate(jws.Payload, jws.Payload.Length, document.AsSpan(0, BoundedInflate.MaxBytes), out int written);
            return inflated == InflateResult.Done && CardClaims.TryRead(document.AsSpan(0, written), out CardClaims? claims)
                ? Judge(claims, search, jws, time)
                : CredentialResult.Invalid(Name, inflated == InflateResult.TooLarge ? Reasons.CodeTooLarge : Reasons.CodeMalformed) with { KeyId = search.Key.KeyId };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(document);
        }
    }

    private CredentialResult Judge(CardClaims claims, SignerSearch search, CompactJws jws, VerificationTime time)
    {
        if (search.Vouching(KeyUsages.SmartHealthCard, claims.Issuer) is not { } key)
        {
            return CredentialResult.Invalid(Name, Reasons.CodeUntrustedIssuer) with { KeyId = search.Key?.KeyId };
        }

        string keyName = Base64UrlText.Encode(jws.KeyId);
        bool revoked = claims.RevocationId is { } id && keys.CardRevocations.Any(l => l.KeyId == keyName && l.IsRevoked(id, claims.NotBefore));
        Judgement judgement = revoked ? new(CredentialStatus.Invalid, [Reasons.CodeRevoked]) : Validity.Of(claims.NotBefore, claims.Expires, time);
        return new CredentialResult
        {
            Format = Name,
            Status = judgement.Status,
            Reasons = judgement.Reasons,
            Proved = true,
            Kind = claims.Kind,
            // Of what is signed, not of the signature: an ECDSA signature has a second form that anybody can compute.
            Id = Convert.ToHexStringLower(SHA256.HashData(jws.Signed)),
            Subject = CardSubject.Of(claims.Document),
            KeyId = key.KeyId,
            IssuedAt = claims.NotBefore,
            ExpiresAt = claims.Expires,
            Claims = StrictJson.Only(claims.Document, "iss", "nbf", "exp", "vc"),
        };
    }
}

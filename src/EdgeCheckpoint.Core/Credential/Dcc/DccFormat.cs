using System.Buffers;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Coding;
using EdgeCheckpoint.Core.Credential.Cose;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Credential.Dcc;

/// <summary>Verifies EU Digital COVID Certificates: <c>HC1:</c>, then Base45 of zlib of a COSE_Sign1 over a CWT.</summary>
/// <param name="keys">Asked anew for every certificate, so that a new trust list counts at once.</param>
public sealed class DccFormat(ITrustedKeys keys) : ICredentialFormat
{
    private const string Name = "HC1";

    public string Prefix => "HC1:";

    public CredentialResult Verify(string text, VerificationTime time)
    {
        ArgumentNullException.ThrowIfNull(text);
        ReadOnlySpan<char> body = text.AsSpan(Prefix.Length);
        byte[] compressed = ArrayPool<byte>.Shared.Rent(Base45.MaxDecodedLength(body.Length));
        byte[] message = ArrayPool<byte>.Shared.Rent(BoundedInflate.MaxBytes);
        try
        {
            if (!Base45.TryDecode(body, compressed, out int length))
            {
                return CredentialResult.Invalid(Name, Reasons.CodeMalformed);
            }

            InflateResult inflated = BoundedInflate.Zlib(compressed, length, message.AsSpan(0, BoundedInflate.MaxBytes), out int written);
            return inflated == InflateResult.Done
                ? VerifyMessage(message.AsMemory(0, written), time)
                : CredentialResult.Invalid(Name, inflated == InflateResult.TooLarge ? Reasons.CodeTooLarge : Reasons.CodeMalformed);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compressed);
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    /// <summary>The COSE message alone; what it returns holds no window into <paramref name="message"/>.</summary>
    internal CredentialResult VerifyMessage(ReadOnlyMemory<byte> message, VerificationTime time)
    {
        if (!CoseSign1.TryRead(message, out CoseSign1? sign1))
        {
            return CredentialResult.Invalid(Name, Reasons.CodeMalformed);
        }

        // The signature comes first, so that a forger's claims are never built.
        SignerSearch search = SignerSearch.Run(keys.Find(sign1.Headers.KeyId.Span), sign1, SignatureAlgorithm.Es256, SignatureAlgorithm.Ps256);
        if (search.Key is null)
        {
            return CredentialResult.Invalid(Name, search.Reason);
        }

        if (!DccClaims.TryRead(sign1.Payload, out DccClaims? claims) || DccSchema.FaultOf(claims.Document, claims.IssuedAt) is not null)
        {
            return CredentialResult.Invalid(Name, Reasons.CodeMalformed) with { KeyId = search.Key.KeyId };
        }

        if (search.Vouching(DccEntries.UsagesOf(claims.Document), claims.Country) is not { } key)
        {
            return CredentialResult.Invalid(Name, Reasons.CodeUntrustedIssuer) with { KeyId = search.Key.KeyId };
        }

        IReadOnlyList<string> identifiers = DccEntries.IdentifiersOf(claims.Document);
        Judgement signer = Validity.Of(key.NotBefore, key.NotAfter, time);
        Judgement judgement = signer.Status == CredentialStatus.Valid ? Validity.Of(claims.ValidFrom, claims.ValidUntil, time) : signer.AsSigner();
        return new CredentialResult
        {
            Format = Name,
            Status = judgement.Status,
            Reasons = judgement.Reasons,
            Proved = true,
            Kind = DccEntries.KindOf(claims.Document),
            Id = identifiers[0],
            OtherIds = [.. identifiers.Skip(1)],
            Subject = SubjectOf(claims.Document),
            KeyId = key.KeyId,
            IssuedAt = claims.IssuedAt,
            ExpiresAt = claims.ExpiresAt,
            Claims = StrictJson.Only(claims.Document, "ver", "nam", "dob", "v", "t", "r"),
        };
    }

    /// <summary>The document knows a person by name and birth date only: as transliterated, or as written where an issuer left that out. Null where it names nobody.</summary>
    private static string? SubjectOf(JsonObject document)
    {
        string family = NameOf(document, "fnt", "fn");
        string given = NameOf(document, "gnt", "gn");
        return family.Length + given.Length > 0 ? JoinedText.Of('|', family, given, DccSchema.Text(document, "dob")) : null;
    }

    private static string NameOf(JsonObject document, string transliterated, string written) =>
        StrictJson.Text(document["nam"], transliterated) is { Length: > 0 } text ? text : StrictJson.Text(document["nam"], written) ?? "";
}

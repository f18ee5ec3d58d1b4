using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Coding;
using EdgeCheckpoint.Core.Credential.Keys;

namespace EdgeCheckpoint.Core.Credential.VdsNc;

/// <summary>Verifies ICAO visible digital seals for non-constrained environments: JSON with its signer's certificate in it.</summary>
/// <param name="keys">Its authorities are asked anew for every seal.</param>
public sealed class VdsNcFormat(ITrustedKeys keys) : ICredentialFormat
{
    internal const string Vaccination = "icao.vacc";
    internal const string Test = "icao.test";
    private const string Name = "VDS-NC";

    public string Prefix => "{";

    public CredentialResult Verify(string text, VerificationTime time)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!StrictJson.TryReadObject(Encoding.UTF8.GetBytes(text), out JsonObject? seal)
            || seal["data"] is not JsonObject data
            || data["hdr"] is not JsonObject header
            || data["msg"] is not JsonObject message
            || StrictJson.Text(header, "t") is not ((Vaccination or Test) and { } type)
            || StrictJson.Text(header, "is") is not { Length: 2 or 3 } issuer
            || !SealSignature.TryRead(seal["sig"], out SealSignature? signature))
        {
            return CredentialResult.Invalid(Name, Reasons.CodeMalformed);
        }

        using SealSigner? signer = SealSigner.Open(signature.Certificate, keys);
        if (signer is null || !signer.MaySign(type))
        {
            return CredentialResult.Invalid(Name, Reasons.CodeUntrustedIssuer);
        }

        byte[] signed = CanonicalJson.Encode(data);
        if (!signer.Key.Verify(signature.Algorithm, signed, signature.Value))
        {
            return CredentialResult.Invalid(Name, Reasons.CodeForged);
        }

        Judgement judgement = signer.Judge(time);
        return new CredentialResult
        {
            Format = Name,
            Status = judgement.Status,
            Reasons = judgement.Reasons,
            Proved = true,
            Kind = type,
            Id = StrictJson.Text(message, "uvci") ?? StrictJson.Text(message, "utci") ?? Convert.ToHexStringLower(SHA256.HashData(signed)),
            Subject = SubjectOf(issuer, message["pid"]),
            KeyId = signer.Key.KeyId,
            Claims = StrictJson.Only((JsonObject)data.DeepClone(), "hdr", "msg"),
        };
    }

    /// <summary>Null where the seal names nobody.</summary>
    private static string? SubjectOf(string issuer, JsonNode? person)
    {
        string number = StrictJson.Text(person, "i") ?? "";
        string name = StrictJson.Text(person, "n") ?? "";
        return number.Length + name.Length > 0 ? JoinedText.Of('|', issuer, number, name, StrictJson.Text(person, "dob")) : null;
    }
}

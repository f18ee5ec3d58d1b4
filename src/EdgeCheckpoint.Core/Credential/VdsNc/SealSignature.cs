using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Coding;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Credential.VdsNc;

/// <summary>The part of a seal that proves it.</summary>
/// <param name="Certificate">The signer's, DER.</param>
internal sealed record SealSignature(SignatureAlgorithm Algorithm, byte[] Certificate, byte[] Value)
{
    public static bool TryRead(JsonNode? json, [NotNullWhen(true)] out SealSignature? signature)
    {
        signature = null;
        SignatureAlgorithm? algorithm = StrictJson.Text(json, "alg") switch
        {
            "ES256" => SignatureAlgorithm.Es256,
            "ES384" => SignatureAlgorithm.Es384,
            "ES512" => SignatureAlgorithm.Es512,
            _ => null,
        };

        // Issuers differ in whether they pad.
        if (algorithm is not { } known
            || !Base64UrlText.TryDecode(StrictJson.Text(json, "cer").AsSpan().TrimEnd('='), out byte[]? certificate)
            || !Base64UrlText.TryDecode(StrictJson.Text(json, "sigvl").AsSpan().TrimEnd('='), out byte[]? value))
        {
            return false;
        }

        signature = new SealSignature(known, certificate, value);
        return true;
    }
}

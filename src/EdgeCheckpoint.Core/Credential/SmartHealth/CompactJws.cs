using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Coding;

namespace EdgeCheckpoint.Core.Credential.SmartHealth;

/// <summary>A signed text of three parts, RFC 7515 section 3.1, with the header SMART Health Cards ask for.</summary>
/// <param name="KeyId">The key's thumbprint, 32 bytes.</param>
/// <param name="Payload">Still compressed.</param>
/// <param name="Signed">The bytes that are signed.</param>
internal sealed record CompactJws(byte[] KeyId, byte[] Payload, byte[] Signed, byte[] Signature)
{
    private const int MaxHeaderCharacters = 512;

    public static bool TryRead(string text, [NotNullWhen(true)] out CompactJws? jws)
    {
        jws = null;
        string[] parts = text.Split('.', 4);
        if (parts.Length != 3
            || parts[0].Length > MaxHeaderCharacters
            || !Base64UrlText.TryDecode(parts[0], out byte[]? header)
            || !StrictJson.TryReadObject(header, out JsonObject? json)
            || StrictJson.Text(json, "alg") != "ES256"
            || StrictJson.Text(json, "zip") != "DEF"
            || json.ContainsKey("crit")
            || !Base64UrlText.TryDecode(StrictJson.Text(json, "kid"), out byte[]? keyId)
            || !Base64UrlText.TryDecode(parts[1], out byte[]? payload)
            || !Base64UrlText.TryDecode(parts[2], out byte[]? signature))
        {
            return false;
        }

        jws = new CompactJws(keyId, payload, Encoding.ASCII.GetBytes(text, 0, parts[0].Length + 1 + parts[1].Length), signature);
        return true;
    }
}

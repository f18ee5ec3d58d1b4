using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EdgeCheckpoint.Core.Credential.Coding;
using EdgeCheckpoint.Core.Credential.SmartHealth;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Credential.Keys;

/// <summary>JSON Web Key Sets of SMART Health Card issuers, RFC 7517. Our extra member <c>issuer</c> binds a whole set to one issuer address.</summary>
internal static class JsonWebKeySet
{
    private const int MaxKeys = 10_000;

    public static TrustFile Read(string name, ReadOnlyMemory<byte> json, ISignatureAlgorithms algorithms)
    {
        List<TrustedKey> keys = [];
        List<string> faults = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            if (document.RootElement.TryGetProperty("rids", out _))
            {
                return CardRevocationList.TryRead(json.Span, out CardRevocationList? list, out string fault)
                    ? new TrustFile([], []) { CardRevocations = [list] }
                    : TrustFile.Unread($"{name}: {fault}");
            }

            if (!document.RootElement.TryGetProperty("keys", out JsonElement entries) || entries.ValueKind != JsonValueKind.Array)
            {
                return TrustFile.Unread($"{name} is JSON without a list 'keys' or 'rids'; a JSON Web Key Set or a card revocation list has one.");
            }

            string? issuer = TextOf(document.RootElement, "issuer");
            foreach (JsonElement key in entries.EnumerateArray().Take(MaxKeys))
            {
                if (TryReadKey(key, issuer, algorithms, out TrustedKey? trusted, out string keyFault))
                {
                    keys.Add(trusted);
                }
                else
                {
                    faults.Add($"{name}: {keyFault}");
                }
            }

            return new TrustFile(keys, faults);
        }
        catch (JsonException e)
        {
            return TrustFile.Unread($"{name} is not JSON: {e.Message}");
        }
    }

    private static bool TryReadKey(JsonElement key, string? issuer, ISignatureAlgorithms algorithms, [NotNullWhen(true)] out TrustedKey? trusted, out string fault)
    {
        trusted = null;
        fault = FaultOf(key);
        if (fault.Length > 0 || !TryReadPoint(key, out byte[]? spki, out fault))
        {
            return false;
        }

        byte[] thumbprint = Thumbprint(key);
        if (TextOf(key, "kid") != Base64UrlText.Encode(thumbprint))
        {
            fault = "a key's 'kid' is not its RFC 7638 thumbprint; the key is not used.";
            return false;
        }

        if (key.TryGetProperty("x5c", out JsonElement chain) && KeyCertificates.FaultOf(chain, spki, issuer) is { } chainFault)
        {
            fault = chainFault;
            return false;
        }

        trusted = new TrustedKey(KeyIdentifier.Text(thumbprint), KeyUsages.SmartHealthCard, spki, algorithms) { Issuer = issuer };
        return true;
    }

    private static string FaultOf(JsonElement key) =>
        key.ValueKind != JsonValueKind.Object ? "an entry of 'keys' is not an object."
        : key.TryGetProperty("d", out _) ? "a key has its private part 'd'; whoever can read it can forge. The key is not used."
        : TextOf(key, "kty") != "EC" || TextOf(key, "crv") != "P-256" ? "a key is not of type EC on curve P-256."
        : TextOf(key, "alg") is not (null or "ES256") ? "a key's 'alg' is not ES256."
        : TextOf(key, "use") is not (null or "sig") ? "a key's 'use' is not sig."
        : "";

    private static bool TryReadPoint(JsonElement key, [NotNullWhen(true)] out byte[]? spki, out string fault)
    {
        spki = null;
        fault = "a key's point (x, y) is not on the curve.";
        if (!Base64UrlText.TryDecode(TextOf(key, "x"), out byte[]? x) || !Base64UrlText.TryDecode(TextOf(key, "y"), out byte[]? y))
        {
            fault = "a key's 'x' or 'y' is not base64url.";
            return false;
        }

        try
        {
            using ECDsa point = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
            spki = point.ExportSubjectPublicKeyInfo();
            fault = "";
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>RFC 7638: SHA-256 over the required members in alphabetical order.</summary>
    private static byte[] Thumbprint(JsonElement key) => SHA256.HashData(Encoding.UTF8.GetBytes(
        $$"""{"crv":"P-256","kty":"EC","x":"{{TextOf(key, "x")}}","y":"{{TextOf(key, "y")}}"}"""));

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Trust;

/// <summary>The body of a trust list.</summary>
/// <remarks>
/// <code>
/// { "keys": [ { "key": "base64 SubjectPublicKeyInfo", "usages": ["personal-code"], "issuer": "d1",
///               "notBefore": "...", "notAfter": "..." },
///             { "certificate": "base64 DER" } ],
///   "keySets": [ { "issuer": "https://...", "keys": [ JSON Web Keys ] } ] }
/// </code>
/// A list with one entry that cannot be read is refused as a whole: a kiosk must not trust half of what its district meant.
/// </remarks>
public static class TrustListBody
{
    private const int MaxKeys = 10_000;

    /// <returns>The keys, or what is wrong: then there are none.</returns>
    public static TrustFile Read(ReadOnlySpan<byte> json, ISignatureAlgorithms algorithms)
    {
        List<TrustedKey> keys = [];
        List<string> faults = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(json.ToArray());
            foreach (JsonElement entry in Entries(document.RootElement, "keys"))
            {
                Take(new TrustFile([Key(entry, algorithms)], []), keys, faults);
            }

            foreach (JsonElement set in Entries(document.RootElement, "keySets"))
            {
                Take(TrustFile.Read("a key set", Encoding.UTF8.GetBytes(set.GetRawText()), algorithms), keys, faults);
            }
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or CryptographicException or InvalidOperationException or KeyNotFoundException)
        {
            faults.Add($"The trust list cannot be read: {wrong.Message}");
        }

        if (keys.Count > MaxKeys)
        {
            faults.Add($"The trust list has {keys.Count} keys; at most {MaxKeys} are taken.");
        }

        return new TrustFile(faults.Count == 0 ? keys : [], faults);
    }

    /// <summary>Makes the body from keys that were read from certificates and public keys.</summary>
    /// <param name="keySets">JSON Web Key Sets, as they are.</param>
    public static byte[] Write(IEnumerable<TrustedKey> keys, IEnumerable<JsonObject> keySets)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(keySets);
        var body = new JsonObject
        {
            ["keys"] = new JsonArray([.. keys.Select(Entry)]),
            ["keySets"] = new JsonArray([.. keySets.Select(static s => s.DeepClone())]),
        };
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    private static void Take(TrustFile part, List<TrustedKey> keys, List<string> faults)
    {
        keys.AddRange(part.Keys);
        faults.AddRange(part.Faults);
    }

    private static JsonElement.ArrayEnumerator Entries(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement list) ? list.EnumerateArray() : default;

    private static TrustedKey Key(JsonElement entry, ISignatureAlgorithms algorithms)
    {
        if (entry.TryGetProperty("certificate", out JsonElement der))
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der.GetBytesFromBase64());
            TrustedKey read = TrustFile.OfCertificate(certificate, algorithms);
            return entry.TryGetProperty("usages", out JsonElement narrowed)
                ? new TrustedKey(read.KeyId, read.Usages & Usages(narrowed), read.SubjectPublicKeyInfo, algorithms)
                {
                    NotBefore = read.NotBefore,
                    NotAfter = read.NotAfter,
                    Certificate = read.Certificate,
                    Issuer = Text(entry, "issuer"),
                }
                : read;
        }

        byte[] spki = entry.GetProperty("key").GetBytesFromBase64();
        return new TrustedKey(KeyIdentifier.Text(KeyIdentifier.Of(spki)), Usages(entry.GetProperty("usages")), spki, algorithms)
        {
            Issuer = Text(entry, "issuer"),
            NotBefore = Instant(entry, "notBefore"),
            NotAfter = Instant(entry, "notAfter"),
        };
    }

    private static JsonObject Entry(TrustedKey key)
    {
        var entry = new JsonObject();
        if (key.Certificate.IsEmpty)
        {
            entry["key"] = Convert.ToBase64String(key.SubjectPublicKeyInfo.Span);
            entry["usages"] = new JsonArray([.. Singles.Where(u => key.Usages.HasFlag(u)).Select(static u => JsonValue.Create(Words.Of(u)))]);
        }
        else
        {
            entry["certificate"] = Convert.ToBase64String(key.Certificate.Span);
        }

        if (key.Issuer is not null)
        {
            entry["issuer"] = key.Issuer;
        }

        return entry;
    }

    private static readonly KeyUsages[] Singles = [.. Enum.GetValues<KeyUsages>().Where(static u => System.Numerics.BitOperations.IsPow2((int)u))];

    private static KeyUsages Usages(JsonElement words)
    {
        KeyUsages usages = KeyUsages.None;
        foreach (JsonElement word in words.EnumerateArray())
        {
            usages |= Words.TryParse(word.GetString() ?? "", out KeyUsages usage) ? usage : throw new FormatException($"\"{word}\" is no usage of a key.");
        }

        return usages;
    }

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static DateTimeOffset? Instant(JsonElement entry, string name) => entry.TryGetProperty(name, out JsonElement value) ? value.GetDateTimeOffset() : null;
}

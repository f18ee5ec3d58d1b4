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
///   "keySets": [ { "issuer": "https://...", "keys": [ JSON Web Keys ] }, { "kid": "...", "rids": [ revoked cards ], ... } ] }
/// </code>
/// A certificate may have the same members beside it: they narrow what it says itself.
/// A list with one entry that cannot be read, or says what this software does not know, is refused as a whole: a kiosk must not trust half of what its district meant.
/// </remarks>
public static class TrustListBody
{
    private const int MaxKeys = 10_000;

    private static readonly string[] Members = ["keys", "keySets"];
    private static readonly string[] Narrowing = ["usages", "issuer", "notBefore", "notAfter"];

    /// <returns>The keys and what was revoked of theirs, or what is wrong: then there are none.</returns>
    public static TrustFile Read(ReadOnlySpan<byte> json, ISignatureAlgorithms algorithms)
    {
        List<TrustFile> parts = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(json.ToArray());
            Demand(document.RootElement, Members);
            parts.AddRange(Entries(document.RootElement, "keys").Select(entry => new TrustFile([Key(entry, algorithms)], [])));
            parts.AddRange(Entries(document.RootElement, "keySets").Select(set => TrustFile.Read("a key set", Encoding.UTF8.GetBytes(set.GetRawText()), algorithms)));
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or CryptographicException or InvalidOperationException or KeyNotFoundException)
        {
            parts.Add(TrustFile.Fault($"The trust list cannot be read: {wrong.Message}"));
        }

        var read = TrustFile.Of(parts);
        if (read.Keys.Count > MaxKeys)
        {
            return TrustFile.Fault($"The trust list has {read.Keys.Count} keys; at most {MaxKeys} are taken.");
        }

        return read.Faults.Count == 0 ? read : new TrustFile([], read.Faults);
    }

    /// <summary>Makes the body from keys that were read from certificates and public keys.</summary>
    /// <param name="keySets">JSON Web Key Sets and card revocation lists, as they are.</param>
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

    private static JsonElement.ArrayEnumerator Entries(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement list) ? list.EnumerateArray() : default;

    /// <summary>What the entry says of the key narrows what the certificate says; a bare key says nothing itself.</summary>
    private static TrustedKey Key(JsonElement entry, ISignatureAlgorithms algorithms)
    {
        bool certified = entry.TryGetProperty("certificate", out JsonElement der);
        Demand(entry, [certified ? "certificate" : "key", .. Narrowing]);
        TrustedKey read = certified ? OfCertificate(der.GetBytesFromBase64(), algorithms) : OfKey(entry, algorithms);
        return new TrustedKey(read.KeyId, entry.TryGetProperty("usages", out JsonElement usages) ? read.Usages & Usages(usages) : read.Usages, read.SubjectPublicKeyInfo, algorithms)
        {
            Certificate = read.Certificate,
            Issuer = Issuer(entry),
            NotBefore = Later(read.NotBefore, Instant(entry, "notBefore")),
            NotAfter = Earlier(read.NotAfter, Instant(entry, "notAfter")),
        };
    }

    private static TrustedKey OfCertificate(byte[] der, ISignatureAlgorithms algorithms)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der);
        return TrustFile.OfCertificate(certificate, algorithms);
    }

    private static TrustedKey OfKey(JsonElement entry, ISignatureAlgorithms algorithms)
    {
        byte[] spki = entry.GetProperty("key").GetBytesFromBase64();
        return new TrustedKey(KeyIdentifier.Text(KeyIdentifier.Of(spki)), Usages(entry.GetProperty("usages")), spki, algorithms);
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one > other ? one : other ?? one;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other ? one : other ?? one;

    /// <summary>A member that is passed over might have taken trust away.</summary>
    private static void Demand(JsonElement entry, string[] members)
    {
        foreach (JsonProperty member in entry.EnumerateObject())
        {
            if (!members.Contains(member.Name))
            {
                throw new FormatException($"\"{member.Name}\" is none of {string.Join(", ", members)}.");
            }
        }
    }

    private static JsonObject Entry(TrustedKey key)
    {
        var entry = new JsonObject
        {
            [key.Certificate.IsEmpty ? "key" : "certificate"] = Convert.ToBase64String((key.Certificate.IsEmpty ? key.SubjectPublicKeyInfo : key.Certificate).Span),
            ["usages"] = new JsonArray([.. Singles.Where(u => key.Usages.HasFlag(u)).Select(static u => JsonValue.Create(Words.Of(u)))]),
        };
        Add(entry, "issuer", key.Issuer);
        Add(entry, "notBefore", key.NotBefore);
        Add(entry, "notAfter", key.NotAfter);
        return entry;
    }

    private static void Add<T>(JsonObject entry, string name, T? value)
    {
        if (value is not null)
        {
            entry[name] = JsonValue.Create(value);
        }
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

    private static string? Issuer(JsonElement entry) =>
        entry.TryGetProperty("issuer", out JsonElement value) ? value.GetString() ?? throw new FormatException("\"issuer\" is no text.") : null;

    private static DateTimeOffset? Instant(JsonElement entry, string name) => entry.TryGetProperty(name, out JsonElement value) ? value.GetDateTimeOffset() : null;
}

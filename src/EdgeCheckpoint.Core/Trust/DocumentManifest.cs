using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Core.Trust;

/// <summary>What is signed of a document: what it is, which one, how long it holds, and the hash of its body.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="District">The only district it is for.</param>
/// <param name="Version">From 1; a later document has a greater one.</param>
/// <param name="IssuedAt">When it was made.</param>
/// <param name="ExpiresAt">From then on it must not be relied on.</param>
/// <param name="NextUpdate">When the issuer will have replaced it.</param>
/// <param name="BodyBytes">Length of the body.</param>
/// <param name="BodySha256">SHA-256 of the body, lower-case hexadecimal.</param>
/// <param name="Base">Version of the snapshot that a delta belongs to; null for all others.</param>
public sealed record DocumentManifest(
    DocumentKind Kind,
    string District,
    long Version,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset NextUpdate,
    long BodyBytes,
    string BodySha256,
    long? Base = null)
{
    /// <summary>Name and version, as events carry them: <c>trust-list/7</c>.</summary>
    [JsonIgnore]
    public string Name => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Words.Of(Kind)}/{Version}");

    /// <summary>Null, or a sentence that says why no kiosk would take such a document; for who signs, before anything is written.</summary>
    public string? Problem() =>
        Version <= 0 ? "the version must be 1 or greater"
        : !Topics.IsLevel(District) ? "the district must be 1 to 64 letters, digits, '-', '_' or '.'"
        : ExpiresAt <= IssuedAt || NextUpdate <= IssuedAt ? "it must expire, and be replaced, later than it is issued"
        : (Base is not null) != (Kind == DocumentKind.RevocationsDelta) || Base < 0 ? "the version of a snapshot, 0 or greater, goes with a delta and with nothing else"
        : null;

    internal byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.DocumentManifest);

    /// <summary>Null when the bytes are no manifest, or say what cannot be.</summary>
    internal static DocumentManifest? Decode(ReadOnlySpan<byte> json)
    {
        try
        {
            DocumentManifest? read = JsonSerializer.Deserialize(json, ManifestJson.Default.DocumentManifest);
            return read is { BodyBytes: >= 0, BodySha256.Length: 2 * SHA256.HashSizeInBytes } && read.Problem() is null ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(DocumentKindWord)])]
[JsonSerializable(typeof(DocumentManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;

internal sealed class DocumentKindWord() : JsonStringEnumConverter<DocumentKind>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

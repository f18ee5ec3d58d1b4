using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeCheckpoint.Core.Lists;

/// <summary>One listed person.</summary>
/// <param name="Hash">By <see cref="WatchListKeys.HashOf"/>, 32 hexadecimal digits.</param>
/// <param name="Class">Status class, such as <c>3+11</c>.</param>
/// <param name="From">First moment it counts.</param>
/// <param name="Until">First moment it no longer counts; null while it is open.</param>
public sealed record WatchListEntry(string Hash, string Class, DateTimeOffset From, DateTimeOffset? Until);

/// <summary>The body of a watch-list: version 1, nonce of 12 bytes, tag of 16 bytes, then AES-256-GCM of the entries as JSON.</summary>
/// <remarks>It stays as it came on the kiosk's disk, so a stolen card shows neither names nor how many there are beyond its length.</remarks>
public static class WatchListBody
{
    /// <summary>Longest status class, characters.</summary>
    public const int MaxClassLength = 64;

    private const byte FormatVersion = 1;
    private const int MaxEntries = 100_000;

    private static readonly int NonceBytes = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagBytes = AesGcm.TagByteSizes.MaxSize;

    private static int HeadBytes => 1 + NonceBytes + TagBytes;

    public static byte[] Seal(IReadOnlyList<WatchListEntry> entries, WatchListKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        byte[] plain = JsonSerializer.SerializeToUtf8Bytes(entries, WatchListJson.Default.IReadOnlyListWatchListEntry);
        byte[] body = new byte[HeadBytes + plain.Length];
        body[0] = FormatVersion;
        Span<byte> nonce = body.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using AesGcm cipher = keys.Cipher();
        cipher.Encrypt(nonce, plain, body.AsSpan(HeadBytes), body.AsSpan(1 + NonceBytes, TagBytes), body.AsSpan(0, 1));
        return body;
    }

    /// <returns>Null when the secret is another one, or the bytes were changed, or hold no entries that can be used.</returns>
    public static IReadOnlyList<WatchListEntry>? Open(ReadOnlySpan<byte> body, WatchListKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (Problem(body) is not null)
        {
            return null;
        }

        byte[] plain = new byte[body.Length - HeadBytes];
        try
        {
            using AesGcm cipher = keys.Cipher();
            cipher.Decrypt(body.Slice(1, NonceBytes), body[HeadBytes..], body.Slice(1 + NonceBytes, TagBytes), plain, body[..1]);
            IReadOnlyList<WatchListEntry>? entries = JsonSerializer.Deserialize(plain, WatchListJson.Default.IReadOnlyListWatchListEntry);
            return entries is { Count: <= MaxEntries } && entries.All(static e => ListHash.TryParse(e.Hash, out _) && e.Class.Length is > 0 and <= MaxClassLength) ? entries : null;
        }
        catch (Exception wrong) when (wrong is CryptographicException or JsonException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Null, or why the bytes cannot be a watch-list; what is inside only holders of the secret can say.</summary>
    public static string? Problem(ReadOnlySpan<byte> body) =>
        body.Length <= HeadBytes || body[0] != FormatVersion ? "it is no sealed watch-list; 'trust seal' makes one" : null;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(IReadOnlyList<WatchListEntry>))]
internal sealed partial class WatchListJson : JsonSerializerContext;

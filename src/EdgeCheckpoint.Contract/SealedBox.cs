using System.Security.Cryptography;

namespace EdgeCheckpoint.Contract;

/// <summary>Bytes that only the holder of the district's private key can read.</summary>
/// <remarks>
/// Ephemeral ECDH on P-256, HKDF-SHA256, AES-256-GCM. Layout: version 1 (1 byte), key id (8), ephemeral point (65, uncompressed),
/// tag (16), ciphertext. All before the tag is authenticated too. The text is padded to a multiple of 256 bytes, so that its length tells little.
/// Every box has a key of its own, so the nonce is all zeros.
/// </remarks>
public static class SealedBox
{
    /// <summary>Largest content, bytes.</summary>
    public const int MaxContent = 64 * 1024;

    private const byte Version = 1;
    private const int KeyIdBytes = 8;
    private const int PointBytes = 65;
    private const int HeaderBytes = 1 + KeyIdBytes + PointBytes;
    private const int TagBytes = 16;
    private const int Block = 256;

    /// <summary>Identity of a public key: the first 8 bytes of SHA-256 over its SubjectPublicKeyInfo, hexadecimal.</summary>
    public static string KeyIdOf(ECDiffieHellman key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Convert.ToHexStringLower(KeyId(key));
    }

    /// <param name="district">A P-256 key; the public part is enough.</param>
    /// <exception cref="ArgumentException">The content is too long.</exception>
    public static byte[] Seal(ReadOnlySpan<byte> content, ECDiffieHellman district)
    {
        ArgumentNullException.ThrowIfNull(district);
        if (content.Length > MaxContent)
        {
            throw new ArgumentException($"{content.Length} bytes; a box holds at most {MaxContent}", nameof(content));
        }

        using ECDiffieHellman ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        byte[] padded = new byte[(content.Length + 1 + Block - 1) / Block * Block];
        content.CopyTo(padded);
        padded[content.Length] = 0x80;

        byte[] box = new byte[HeaderBytes + TagBytes + padded.Length];
        box[0] = Version;
        KeyId(district).CopyTo(box, 1);
        WritePoint(ephemeral.ExportParameters(false).Q, box.AsSpan(1 + KeyIdBytes, PointBytes));
        using var cipher = new AesGcm(KeyOf(ephemeral, district, box.AsSpan(0, HeaderBytes)), TagBytes);
        cipher.Encrypt(new byte[12], padded, box.AsSpan(HeaderBytes + TagBytes), box.AsSpan(HeaderBytes, TagBytes), box.AsSpan(0, HeaderBytes));
        CryptographicOperations.ZeroMemory(padded);
        return box;
    }

    /// <summary>Opens a box with the district's private key; false when it is damaged, forged, or for another key.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> box, ECDiffieHellman district, out byte[] content)
    {
        ArgumentNullException.ThrowIfNull(district);
        content = [];
        if (box.Length < HeaderBytes + TagBytes + Block || box.Length > HeaderBytes + TagBytes + MaxContent + Block
            || box[0] != Version || !box.Slice(1, KeyIdBytes).SequenceEqual(KeyId(district)))
        {
            return false;
        }

        byte[] padded = new byte[box.Length - HeaderBytes - TagBytes];
        try
        {
            using ECDiffieHellman ephemeral = ReadPoint(box.Slice(1 + KeyIdBytes, PointBytes));
            using var cipher = new AesGcm(KeyOf(district, ephemeral, box[..HeaderBytes]), TagBytes);
            cipher.Decrypt(new byte[12], box[(HeaderBytes + TagBytes)..], box.Slice(HeaderBytes, TagBytes), padded, box[..HeaderBytes]);
        }
        catch (CryptographicException)
        {
            return false;
        }

        int end = Array.LastIndexOf(padded, (byte)0x80);
        if (end < 0)
        {
            return false;
        }

        content = padded[..end];
        return true;
    }

    private static byte[] KeyOf(ECDiffieHellman own, ECDiffieHellman other, ReadOnlySpan<byte> header)
    {
        byte[] secret = own.DeriveRawSecretAgreement(other.PublicKey);
        byte[] key = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, salt: [], info: header);
        CryptographicOperations.ZeroMemory(secret);
        return key;
    }

    private static byte[] KeyId(ECDiffieHellman key) => SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..KeyIdBytes];

    private static void WritePoint(ECPoint point, Span<byte> target)
    {
        target[0] = 4;
        point.X.CopyTo(target[1..]);
        point.Y.CopyTo(target[33..]);
    }

    private static ECDiffieHellman ReadPoint(ReadOnlySpan<byte> source) => source[0] == 4
        ? ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = source[1..33].ToArray(), Y = source[33..].ToArray() },
        })
        : throw new CryptographicException("not an uncompressed point");
}

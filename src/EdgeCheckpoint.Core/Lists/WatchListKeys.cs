using System.Security.Cryptography;
using System.Text;

namespace EdgeCheckpoint.Core.Lists;

/// <summary>What a district and its kiosks share, so that a watch-list tells nothing to anybody else: one secret, two keys.</summary>
public sealed class WatchListKeys
{
    public const int SecretBytes = 32;

    private readonly byte[] _match;
    private readonly byte[] _seal;

    /// <param name="secret">32 random bytes, given to each kiosk when it is set up.</param>
    public WatchListKeys(ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, SecretBytes);
        _match = Derive(secret, "ecp watch-list match");
        _seal = Derive(secret, "ecp watch-list seal");
    }

    /// <summary>How the list names a person: a hash that only holders of the secret can compute, so that guessing identities is no way in.</summary>
    public ListHash HashOf(string format, string subject) =>
        ListHash.Read(HMACSHA256.HashData(_match, Encoding.UTF8.GetBytes($"{format}\0{subject}")));

    internal AesGcm Cipher() => new(_seal, AesGcm.TagByteSizes.MaxSize);

    private static byte[] Derive(ReadOnlySpan<byte> secret, string purpose)
    {
        byte[] key = new byte[SecretBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, [], Encoding.UTF8.GetBytes(purpose));
        return key;
    }
}

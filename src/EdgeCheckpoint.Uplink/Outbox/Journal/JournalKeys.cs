using System.Security.Cryptography;

namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>The two keys of a journal, derived from the device's secret.</summary>
/// <param name="Chain">32 bytes; keys the hash chain, so that only who knows the secret can forge it.</param>
/// <param name="Seal">32 bytes for AES-256-GCM; empty where the device has no secret.</param>
internal sealed record JournalKeys(byte[] Chain, byte[] Seal)
{
    private const int KeyBytes = 32;
    private const int LeastSecretBytes = 16;

    /// <param name="secret">At least 16 bytes, or empty.</param>
    public static JournalKeys Derive(ReadOnlySpan<byte> secret)
    {
        if (secret.IsEmpty)
        {
            return new JournalKeys(new byte[KeyBytes], []);
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(secret.Length, LeastSecretBytes, nameof(secret));
        return new JournalKeys(Expand(secret, "edgecheckpoint outbox chain"u8), Expand(secret, "edgecheckpoint outbox seal"u8));
    }

    private static byte[] Expand(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> info)
    {
        byte[] key = new byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, salt: [], info);
        return key;
    }
}

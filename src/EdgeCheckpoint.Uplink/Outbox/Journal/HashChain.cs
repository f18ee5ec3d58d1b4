using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>Links every row to the one before it, so that a removed, changed or reordered row is evident.</summary>
/// <remarks>
/// <c>link(n) = HMAC-SHA256(key, link(n-1) || position || wall || length(kind) || kind || payload)</c>, integers big-endian, 64 bits;
/// <c>link(0)</c> of an epoch is the hash of its name.
/// </remarks>
internal static class HashChain
{
    public const int LinkBytes = 32;

    public static byte[] Start(ReadOnlySpan<byte> key, string epoch) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(epoch));

    public static byte[] Next(ReadOnlySpan<byte> key, ReadOnlySpan<byte> previous, in JournalRow row)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Span<byte> head = stackalloc byte[24];
        byte[] kind = Encoding.UTF8.GetBytes(row.Kind);
        BinaryPrimitives.WriteInt64BigEndian(head, row.Position.Value);
        BinaryPrimitives.WriteInt64BigEndian(head[8..], row.WallMs);
        BinaryPrimitives.WriteInt64BigEndian(head[16..], kind.Length);
        hash.AppendData(previous);
        hash.AppendData(head);
        hash.AppendData(kind);
        hash.AppendData(row.Payload);
        return hash.GetHashAndReset();
    }
}

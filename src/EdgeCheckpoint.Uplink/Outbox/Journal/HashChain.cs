using System.Buffers;
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

    private const int HeadBytes = 24;

    public static byte[] Start(ReadOnlySpan<byte> key, string epoch) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(epoch));

    public static byte[] Next(ReadOnlySpan<byte> key, ReadOnlySpan<byte> previous, in JournalRow row)
    {
        int kindBytes = Encoding.UTF8.GetByteCount(row.Kind);
        int bytes = previous.Length + HeadBytes + kindBytes + row.Payload.Length;
        byte[] rented = ArrayPool<byte>.Shared.Rent(bytes);
        Span<byte> text = rented.AsSpan(0, bytes);
        previous.CopyTo(text);
        Span<byte> head = text[previous.Length..];
        BinaryPrimitives.WriteInt64BigEndian(head, row.Position.Value);
        BinaryPrimitives.WriteInt64BigEndian(head[8..], row.WallMs);
        BinaryPrimitives.WriteInt64BigEndian(head[16..], kindBytes);
        Encoding.UTF8.GetBytes(row.Kind, head[HeadBytes..]);
        row.Payload.CopyTo(head[(HeadBytes + kindBytes)..]);
        byte[] link = HMACSHA256.HashData(key, text);
        ArrayPool<byte>.Shared.Return(rented);
        return link;
    }
}

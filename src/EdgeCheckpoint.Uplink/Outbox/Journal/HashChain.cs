using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>Links every row to the one before it, so that a removed, changed or reordered row is evident. Thread-safe.</summary>
/// <param name="key">32 bytes of <see cref="JournalKeys"/>.</param>
/// <param name="device">Whose journal it is.</param>
/// <remarks>
/// <c>link(n) = HMAC-SHA256(key, link(n-1) || position || wall || length(kind) || kind || payload)</c>, integers big-endian, 64 bits;
/// <c>link(0)</c> of an epoch is the hash of its name. What changes in place is no part of the chain and has a stamp of its own.
/// </remarks>
internal sealed class HashChain(byte[] key, string device) : IDisposable
{
    public const int LinkBytes = 32;

    private const int HeadBytes = 24;

    /// <summary>Keyed once: setting the key up costs as much as hashing a row.</summary>
    private readonly IncrementalHash _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
    private readonly Lock _gate = new();

    /// <summary>A link as the file holds it; anything else fails as damage.</summary>
    public static byte[] Link(object column) =>
        column is byte[] { Length: LinkBytes } link ? link : throw SqliteFaults.Damaged("a link of the chain");

    public byte[] Start(string epoch) => Hash(epoch);

    /// <summary>Says that a text about this device was written by who knows the secret; another device's or another secret's differs.</summary>
    public byte[] Stamp(string text) => Hash($"stamp;{device};{text}");

    public byte[] Next(ReadOnlySpan<byte> previous, in JournalRow row)
    {
        int kindBytes = Encoding.UTF8.GetByteCount(row.Kind);
        Span<byte> head = stackalloc byte[LinkBytes + HeadBytes + kindBytes];
        previous.CopyTo(head);
        BinaryPrimitives.WriteInt64BigEndian(head[LinkBytes..], row.Position.Value);
        BinaryPrimitives.WriteInt64BigEndian(head[(LinkBytes + 8)..], row.WallMs);
        BinaryPrimitives.WriteInt64BigEndian(head[(LinkBytes + 16)..], kindBytes);
        Encoding.UTF8.GetBytes(row.Kind, head[(LinkBytes + HeadBytes)..]);
        lock (_gate)
        {
            _hmac.AppendData(head);
            _hmac.AppendData(row.Payload);
            return _hmac.GetHashAndReset();
        }
    }

    public void Dispose() => _hmac.Dispose();

    private byte[] Hash(string text)
    {
        lock (_gate)
        {
            _hmac.AppendData(Encoding.UTF8.GetBytes(text));
            return _hmac.GetHashAndReset();
        }
    }
}

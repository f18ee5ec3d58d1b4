using System.Buffers.Binary;
using System.Text;
using EdgeCheckpoint.Uplink.Outbox.Journal;

namespace EdgeCheckpoint.Uplink.Outbox.Recovery;

/// <summary>Finds rows of the event table in single pages. What does not look like a row is passed over; the seal tells true from false later.</summary>
/// <remarks>sqlite.org/fileformat2.html, sections 1.6 and 2.1.</remarks>
internal static class RecordReader
{
    private const byte TableLeaf = 0x0D;
    private const int FileHeaderBytes = 100;
    private const int LeafHeaderBytes = 8;
    private const int LargestRecordBytes = 1 << 20;

    public static IEnumerable<LinkedRow> Rows(uint number, byte[] page, CarvedPages pages)
    {
        int header = number == 1 ? FileHeaderBytes : 0;
        if (page[header] != TableLeaf)
        {
            yield break;
        }

        int cells = BinaryPrimitives.ReadUInt16BigEndian(page.AsSpan(header + 3));
        for (int i = 0; i < cells && header + LeafHeaderBytes + (2 * i) + 2 <= page.Length; i++)
        {
            int at = BinaryPrimitives.ReadUInt16BigEndian(page.AsSpan(header + LeafHeaderBytes + (2 * i)));
            if (TryCell(page, at, pages, out LinkedRow row))
            {
                yield return row;
            }
        }
    }

    private static bool TryCell(byte[] page, int at, CarvedPages pages, out LinkedRow row)
    {
        row = default;
        if (!TryVarint(page, ref at, out long length) || !TryVarint(page, ref at, out long position) || length is < 8 or > LargestRecordBytes || position <= 0)
        {
            return false;
        }

        return TryRecord(page, at, (int)length, pages, out byte[] record) && TryColumns(record, position, out row);
    }

    private static bool TryRecord(byte[] page, int at, int length, CarvedPages pages, out byte[] record)
    {
        record = new byte[length];
        const int usable = CarvedPages.PageBytes;
        const int most = usable - 35;
        const int least = ((usable - 12) * 32 / 255) - 23;
        int spilled = least + ((length - least) % (usable - 4));
        int local = length <= most ? length : spilled <= most ? spilled : least;
        if (at + local + (local < length ? 4 : 0) > page.Length)
        {
            return false;
        }

        page.AsSpan(at, local).CopyTo(record);
        byte[] overflow = new byte[usable];
        int filled = local;
        uint next = filled < length ? BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(at + local)) : 0;
        while (filled < length)
        {
            if (!pages.TryRead(next, overflow))
            {
                return false;
            }

            next = BinaryPrimitives.ReadUInt32BigEndian(overflow);
            int part = Math.Min(length - filled, usable - 4);
            overflow.AsSpan(4, part).CopyTo(record.AsSpan(filled));
            filled += part;
        }

        return true;
    }

    /// <summary>Columns: position (null, it is the row id), kind, wall_ms, payload, link.</summary>
    private static bool TryColumns(byte[] record, long position, out LinkedRow row)
    {
        row = default;
        int at = 0;
        if (!TryVarint(record, ref at, out long headerBytes) || headerBytes > record.Length)
        {
            return false;
        }

        Span<long> types = stackalloc long[5];
        for (int i = 0; i < types.Length; i++)
        {
            if (!TryVarint(record, ref at, out types[i]))
            {
                return false;
            }
        }

        bool shape = at == headerBytes && types[0] == 0 && types[1] >= 13 && types[1] % 2 == 1 && types[2] is >= 1 and <= 6
            && types[3] >= 12 && types[3] % 2 == 0 && types[4] == 12 + (2 * HashChain.LinkBytes);
        int kindBytes = (int)((types[1] - 13) / 2);
        int wallBytes = types[2] switch { 5 => 6, 6 => 8, _ => (int)types[2] };
        int payloadBytes = (int)((types[3] - 12) / 2);
        if (!shape || at + kindBytes + wallBytes + payloadBytes + HashChain.LinkBytes != record.Length)
        {
            return false;
        }

        string kind = Encoding.UTF8.GetString(record.AsSpan(at, kindBytes));
        long wall = BigEndian(record.AsSpan(at + kindBytes, wallBytes));
        row = new LinkedRow(
            new JournalRow(new JournalPosition(position), kind, wall, record.AsSpan(at + kindBytes + wallBytes, payloadBytes).ToArray()),
            record.AsSpan(record.Length - HashChain.LinkBytes).ToArray());
        return true;
    }

    private static long BigEndian(ReadOnlySpan<byte> bytes)
    {
        long value = (sbyte)bytes[0];
        foreach (byte b in bytes[1..])
        {
            value = (value << 8) | b;
        }

        return value;
    }

    private static bool TryVarint(byte[] bytes, ref int at, out long value)
    {
        value = 0;
        for (int i = 0; i < 9; i++)
        {
            if (at >= bytes.Length)
            {
                return false;
            }

            byte b = bytes[at++];
            if (i == 8)
            {
                value = (value << 8) | b;
                return true;
            }

            value = (value << 7) | (uint)(b & 0x7F);
            if (b < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}

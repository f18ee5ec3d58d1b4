using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;

namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>The compact row that stands for dropped events; grows into a <see cref="GapEvent"/> when it is read.</summary>
/// <param name="First">First sequence it accounts for; the last is its own.</param>
/// <param name="Epoch">Name of its epoch: where nothing else is left of one, this still says which it was.</param>
/// <param name="Cause">Why, for a technician.</param>
/// <remarks>
/// Stored at the last position it replaces, with that event's link, so that the chain goes on. Its payload is <c>first;epoch;cause</c>,
/// sealed like any other and, because no link covers it, bound to the row's time and link as well.
/// </remarks>
internal readonly record struct GapRow(long First, string Epoch, string Cause)
{
    private const int BoundBytes = sizeof(long) + HashChain.LinkBytes;

    /// <summary>The whole row at the last position it accounts for.</summary>
    /// <param name="link">Of the event it replaces; zeros where that is unknown, and the chain begins anew behind it.</param>
    public LinkedRow Close(PayloadSeal seal, JournalPosition last, long wallMs, byte[] link)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{First};{Epoch};{Cause}");
        byte[] payload = seal.Close(last, Encoding.UTF8.GetBytes(text), Bound(wallMs, link, stackalloc byte[BoundBytes]));
        return new LinkedRow(new JournalRow(last, GapEvent.KindName, wallMs, payload), link);
    }

    /// <summary>False when the row is damaged, was changed or belongs elsewhere.</summary>
    public static bool TryOpen(PayloadSeal seal, in LinkedRow row, out GapRow gap)
    {
        gap = default;
        if (!seal.TryOpen(row.Row.Position, row.Row.Payload, out byte[] opened, Bound(row.Row.WallMs, row.Link, stackalloc byte[BoundBytes])))
        {
            return false;
        }

        string[] parts = Encoding.UTF8.GetString(opened).Split(';', 3);
        if (parts.Length != 3 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long first) || first < 1 || first > row.Row.Position.Sequence)
        {
            return false;
        }

        gap = new GapRow(first, parts[1], parts[2]);
        return true;
    }

    /// <summary>The record as the district gets it.</summary>
    public Envelope Expand(Site site, EventKey key, long wallMs)
    {
        var time = new EventTime(DateTimeOffset.FromUnixTimeMilliseconds(wallMs), ClockState.Estimated, "", 0);
        return new Envelope(key, Topics.Prefix(site), time, Replay.Live, new GapEvent(First, key.Sequence, Cause));
    }

    private static ReadOnlySpan<byte> Bound(long wallMs, byte[] link, Span<byte> bound)
    {
        BinaryPrimitives.WriteInt64BigEndian(bound, wallMs);
        link.CopyTo(bound[sizeof(long)..]);
        return bound;
    }
}

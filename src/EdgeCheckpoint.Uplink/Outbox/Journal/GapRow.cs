using System.Globalization;
using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;

namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>The compact row that stands for dropped events; grows into a <see cref="GapEvent"/> when it is read.</summary>
/// <remarks>Stored at the last position it replaces, with that event's link, so that the chain goes on. Its payload is <c>first;cause</c>, sealed like any other.</remarks>
internal static class GapRow
{
    public static byte[] Payload(PayloadSeal seal, JournalPosition last, long first, string cause) =>
        seal.Close(last, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{first};{cause}")));

    public static bool TryFirst(ReadOnlySpan<byte> opened, out long first) =>
        long.TryParse(opened[..Math.Max(0, opened.IndexOf((byte)';'))], NumberStyles.None, CultureInfo.InvariantCulture, out first);

    /// <param name="opened">What the seal gave back.</param>
    /// <returns>The gap record as an envelope, or false when it makes no sense.</returns>
    public static bool TryExpand(Site site, EventKey key, long wallMs, ReadOnlySpan<byte> opened, out Envelope envelope)
    {
        envelope = null!;
        if (!TryFirst(opened, out long first) || first > key.Sequence)
        {
            return false;
        }

        string cause = Encoding.UTF8.GetString(opened[(opened.IndexOf((byte)';') + 1)..]);
        var time = new EventTime(DateTimeOffset.FromUnixTimeMilliseconds(wallMs), ClockState.Estimated, "", 0);
        envelope = new Envelope(key, Topics.Prefix(site), time, Replay.Live, new GapEvent(first, key.Sequence, cause));
        return true;
    }
}

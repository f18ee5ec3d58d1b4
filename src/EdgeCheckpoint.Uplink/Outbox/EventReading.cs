using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Uplink.Outbox.Journal;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>From a row to what is sent.</summary>
internal static class EventReading
{
    private static readonly byte[] IdName = "\"id\":\""u8.ToArray();

    /// <summary>False when the row is damaged or carries another event's key.</summary>
    public static bool TryRead(Site site, PayloadSeal seal, EventKey key, JournalRow row, out StoredEvent stored)
    {
        stored = null!;
        if (!seal.TryOpen(row.Position, row.Payload, out byte[] opened))
        {
            return false;
        }

        if (row.Kind == GapEvent.KindName)
        {
            if (!GapRow.TryExpand(site, key, row.WallMs, opened, out Envelope gap))
            {
                return false;
            }

            opened = EnvelopeCodec.Encode(gap);
        }

        stored = new StoredEvent(row.Position, key, row.Kind, opened);
        int id = opened.AsSpan().IndexOf(IdName) + IdName.Length;
        return id >= IdName.Length && opened.AsSpan(id).StartsWith(System.Text.Encoding.UTF8.GetBytes(key + "\""));
    }
}

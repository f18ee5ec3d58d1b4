using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Uplink.Outbox.Journal;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>From rows to what is sent.</summary>
internal sealed class EventReading(Site site, PayloadSeal seal)
{
    private static readonly byte[] IdName = "\"id\":\""u8.ToArray();

    /// <summary>Where an envelope is marked when it is sent; without a seal nothing else tells that bytes of it rotted.</summary>
    private static readonly byte[] ReplayName = "\"replay\":\""u8.ToArray();

    /// <summary>Events in order, up to the first place where the journal is not as it should be.</summary>
    /// <param name="epochs">Those that may be read, as they were before the reading began.</param>
    /// <param name="flaw">That place; null when there is none.</param>
    public List<StoredEvent> Read(JournalReader reader, IReadOnlyList<EpochState> epochs, JournalPosition from, JournalPosition to, int limit, out Flaw? flaw)
    {
        List<LinkedRow> rows = reader.Read(from, to, limit);
        if (rows.Count == 0 && from.Ordinal > 0)
        {
            // A gap record stands at the end of what it accounts for, which may lie beyond.
            rows = reader.Read(to.Next, new JournalPosition(from.Ordinal, JournalPosition.MaxSequence), 1);
        }

        flaw = null;
        var events = new List<StoredEvent>(rows.Count);
        EpochState epoch = default;
        long next = 0;
        foreach (LinkedRow row in rows)
        {
            JournalPosition position = row.Row.Position;
            if (position.Ordinal != epoch.Ordinal)
            {
                epoch = epochs.FirstOrDefault(e => e.Ordinal == position.Ordinal);
                next = position.Ordinal == from.Ordinal ? from.Sequence : 0;
            }

            if (epoch.Ordinal == 0)
            {
                // A salvage is bringing it over.
                break;
            }

            if (!TryRead(site, seal, new EventKey(site.Device, epoch.Epoch, position.Sequence), row, out StoredEvent stored, out long first))
            {
                flaw = new Flaw(row, position.Sequence, position.Sequence);
                break;
            }

            // What the district has may be gone.
            next = Math.Max(next, epoch.Acked + 1);
            if (first > next)
            {
                flaw = new Flaw(row, next, first - 1);
                break;
            }

            events.Add(stored);
            next = position.Sequence + 1;
        }

        return events;
    }

    /// <summary>False when the row is damaged or carries another event's key.</summary>
    /// <param name="first">First sequence the row accounts for; its own, unless it is a gap record.</param>
    public static bool TryRead(Site site, PayloadSeal seal, EventKey key, in LinkedRow row, out StoredEvent stored, out long first)
    {
        stored = null!;
        first = key.Sequence;
        byte[] json;
        if (row.Row.Kind == GapEvent.KindName)
        {
            if (!GapRow.TryOpen(seal, row, out GapRow gap))
            {
                return false;
            }

            first = gap.First;
            json = EnvelopeCodec.Encode(gap.Expand(site, key, row.Row.WallMs));
        }
        else if (!seal.TryOpen(row.Row.Position, row.Row.Payload, out json))
        {
            return false;
        }

        stored = new StoredEvent(row.Row.Position, key, row.Row.Kind, json);
        int id = json.AsSpan().IndexOf(IdName) + IdName.Length;
        return id >= IdName.Length && json.AsSpan(id).StartsWith(Encoding.UTF8.GetBytes(key + "\"")) && json.AsSpan().IndexOf(ReplayName) >= 0;
    }

    /// <summary>Whose event an envelope is, also where nobody knows its kind any more.</summary>
    public static bool TryKey(ReadOnlySpan<byte> json, out EventKey key)
    {
        key = default;
        int id = json.IndexOf(IdName) + IdName.Length;
        int length = id < IdName.Length ? -1 : json[id..].IndexOf((byte)'"');
        return length > 0 && EventKey.TryParse(Encoding.UTF8.GetString(json.Slice(id, length)), out key);
    }
}

/// <summary>A place where the journal is not as it should be.</summary>
/// <param name="Row">The row where that shows.</param>
/// <param name="First">First sequence that nothing accounts for.</param>
/// <param name="Last">Last one; the row's own when it is the row that cannot be opened.</param>
internal readonly record struct Flaw(LinkedRow Row, long First, long Last)
{
    public bool IsClosedRow => Last == Row.Row.Position.Sequence;
}

using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox.Recovery;

/// <summary>Brings what can be kept of an unusable generation into the journal in use, under its old keys, piece by piece beside the appends.</summary>
/// <param name="marked">How far the generation's epochs are known to have been; empty when nobody knows.</param>
/// <remarks>Rows keep position, seal and link: only the holes between them are new. Doing it again changes nothing, so a cut in the middle is harmless.</remarks>
internal sealed class Salvage(ISalvageSource source, PayloadSeal seal, Site site, IReadOnlyList<EpochState> marked)
{
    public const int SliceRows = 128;

    private const string LostCause = "lost to a damaged journal";

    private readonly Dictionary<int, string> _epochs = marked.ToDictionary(static e => e.Ordinal, static e => e.Epoch);

    /// <summary>Rows brought over.</summary>
    public long Kept { get; private set; }

    /// <summary>Sequences that were not found, or only as damaged rows, and that nobody knows to be delivered.</summary>
    public long Lost { get; private set; }

    /// <summary>Rows that were found but cannot be opened.</summary>
    public long Closed { get; private set; }

    /// <summary>There are events, but not one that this device can open with this secret; they may be another's.</summary>
    public bool IsForeign => Closed > 0 && _epochs.Count == 0;

    /// <summary>Pieces to be brought over; each is to be given to <see cref="Insert"/>.</summary>
    public IEnumerable<LinkedRow[]> Slices() => source.Rows().Where(IsGenuine).Chunk(SliceRows);

    public void Insert(JournalDatabase target, LinkedRow[] slice) => target.InTransaction(() =>
    {
        foreach ((int ordinal, string name) in _epochs.Where(e => !Knows(target, e.Key)))
        {
            target.BeginUnfinished(new JournalEpoch(ordinal, name, Topics.Prefix(site)) { AnchorLink = new byte[HashChain.LinkBytes], Reserved = JournalPosition.MaxSequence, IsWhole = false });
        }

        // What is whole was brought over before; some of it may have been delivered and removed since.
        foreach (LinkedRow row in slice.Where(row => target.Unfinished.Any(e => e.Ordinal == row.Row.Position.Ordinal)))
        {
            Kept += RowWriting.Insert(target, row, orIgnore: true);
        }
    });

    /// <summary>Puts gap records where rows are missing; to be called when all slices are in.</summary>
    /// <remarks>What is missing before the first row was most likely delivered and removed long ago. Where nobody knows it, the gap record says so, and the district loses nothing by that.</remarks>
    /// <param name="nowMs">Wall time of gap records that have no neighbour, Unix milliseconds.</param>
    public void Finish(JournalDatabase target, long nowMs)
    {
        Insert(target, []);
        foreach (JournalEpoch epoch in target.Unfinished.Where(e => _epochs.ContainsKey(e.Ordinal)))
        {
            target.InTransaction(() =>
            {
                foreach (Hole hole in Holes(target, epoch, nowMs))
                {
                    RowWriting.Insert(target, new GapRow(hole.First, epoch.Name, hole.Cause).Close(seal, new JournalPosition(epoch.Ordinal, hole.Last), hole.WallMs, new byte[HashChain.LinkBytes]), orIgnore: false);
                    Lost += hole.Cause == LostCause ? hole.Last - hole.First + 1 : 0;
                }

                epoch.IsWhole = true;
                target.Save(epoch);
            });
        }

        target.ReadEpochs();
    }

    private static bool Knows(JournalDatabase target, int ordinal) => target.Epochs.Concat(target.Unfinished).Any(e => e.Ordinal == ordinal);

    private bool IsGenuine(LinkedRow row)
    {
        string? epoch = EpochOf(row);
        if (epoch is null)
        {
            Closed++;
            return false;
        }

        _epochs.TryAdd(row.Row.Position.Ordinal, epoch);
        return true;
    }

    /// <summary>The epoch a row names inside its seal; null when it cannot be opened or belongs elsewhere.</summary>
    private string? EpochOf(LinkedRow row)
    {
        if (row.Row.Kind == GapEvent.KindName)
        {
            return GapRow.TryOpen(seal, row, out GapRow gap) ? gap.Epoch : null;
        }

        return seal.TryOpen(row.Row.Position, row.Row.Payload, out byte[] json) && EventReading.TryKey(json, out EventKey key)
            && key.Device == site.Device && key.Sequence == row.Row.Position.Sequence ? key.Epoch : null;
    }

    /// <summary>What no row accounts for, up to the last event that is known to have been; sets how far the epoch is.</summary>
    private List<Hole> Holes(JournalDatabase target, JournalEpoch epoch, long nowMs)
    {
        EpochState mark = marked.FirstOrDefault(m => m.Ordinal == epoch.Ordinal);
        var holes = new List<Hole>();
        long next = 1, wallMs = nowMs;
        void Reach(long first)
        {
            long delivered = Math.Min(first - 1, mark.Acked);
            if (next == 1 && delivered > 0)
            {
                (epoch.Anchor, next) = (delivered, delivered + 1);
            }
            else if (next <= delivered)
            {
                holes.Add(new Hole(next, delivered, wallMs, "delivered before it was lost"));
                next = delivered + 1;
            }

            if (next < first)
            {
                holes.Add(new Hole(next, first - 1, wallMs, next == 1 && mark.Ordinal == 0 ? "not found after damage; may have been delivered before" : LostCause));
            }
        }

        using SqliteCommand command = target.Command("SELECT position, kind, wall_ms, iif(kind = 'gap', payload, x''), link FROM event WHERE position BETWEEN $first AND $last ORDER BY position");
        command.Parameters.AddWithValue("$first", new JournalPosition(epoch.Ordinal, 0).Value);
        command.Parameters.AddWithValue("$last", new JournalPosition(epoch.Ordinal, JournalPosition.MaxSequence).Value);
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            LinkedRow row = JournalReader.Row(reader);
            wallMs = row.Row.WallMs;
            long sequence = row.Row.Position.Sequence;
            Reach(row.Row.Kind == GapEvent.KindName && GapRow.TryOpen(seal, row, out GapRow gap) ? gap.First : sequence);
            next = sequence + 1;
        }

        Reach(mark.Last + 1);
        epoch.Last = Math.Max(next - 1, mark.Last);
        epoch.Acked = Math.Max(mark.Acked, epoch.Anchor);
        return holes;
    }

    /// <summary>Sequences that are missing, the wall time of their neighbour, and why they are missing.</summary>
    private readonly record struct Hole(long First, long Last, long WallMs, string Cause);
}

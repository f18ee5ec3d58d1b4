using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using EdgeCheckpoint.Uplink.Outbox.Recovery;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>Keeps the journal within its budget and within what the disk has. Called between two commits.</summary>
internal sealed class SpaceKeeper(OutboxOptions options, DiskRoom disk, PayloadSeal seal)
{
    /// <summary>The write-ahead log is not counted page by page; this much of the budget is set aside for it.</summary>
    private const long LogAllowanceBytes = 8 << 20;

    private const long LeastBudgetBytes = 64 << 10;

    /// <summary>Alarms and gap records may still be written when nothing else may.</summary>
    private const long AlarmAllowanceBytes = 64 << 10;

    private const int SliceRows = 256;
    private const int CheckEveryAtMost = 4096;

    /// <summary>No event is expected to take more.</summary>
    private const int LargestRowBytes = 16 << 10;

    private const string Cause = "dropped for want of space";

    private long _used;
    private long _limit;
    private int _checkIn;

    /// <summary>No telemetry is left before this position.</summary>
    private long _replacedUpTo;

    /// <summary>Bytes of rows, as of the last check.</summary>
    public long UsedBytes => _used;

    /// <summary>Events dropped since start that the district had not acknowledged.</summary>
    public long Dropped { get; private set; }

    public bool IsFilling => _used > Budget * options.AlarmShare;

    public bool IsFull { get; private set; }

    private long Budget => Math.Max(LeastBudgetBytes, options.BudgetBytes - LogAllowanceBytes);

    /// <summary>The disk said that it is full: the next append measures first.</summary>
    public void MeasureNext() => _checkIn = 0;

    /// <summary>Makes sure that there is room for a group, by the policy.</summary>
    /// <param name="isAlarm">The group holds alarms only; they may use the last reserve.</param>
    public bool HasRoom(OpenJournal journal, bool isAlarm)
    {
        if (--_checkIn > 0)
        {
            return true;
        }

        Measure(journal);
        if (_used <= _limit)
        {
            IsFull = false;
            return true;
        }

        bool room = MakeRoom(journal) || (isAlarm && _used <= _limit + AlarmAllowanceBytes);
        IsFull = !room || options.WhenFull == WhenFull.ReplaceOldest;
        return room;
    }

    /// <summary>Frees one slice: telemetry if the policy allows, then what the district has, then, if the policy allows, the oldest events.</summary>
    /// <returns>Whether the journal is within its limit, or something was freed.</returns>
    private bool MakeRoom(OpenJournal journal)
    {
        bool replaces = options.WhenFull == WhenFull.ReplaceOldest;

        // Where it is the disk that is full, only whole pages help, and a telemetry event's gap record stays on its page.
        bool replacesTelemetry = replaces && _limit == Budget;
        JournalDatabase database = journal.Database;
        bool freed = (replacesTelemetry && ReplaceTelemetry(database)) || RemoveAcknowledged(database) || (replaces && ReplaceOldest(database));
        Measure(journal);
        return freed || _used <= _limit;
    }

    private static bool RemoveAcknowledged(JournalDatabase database) =>
        database.Epochs.Any(epoch => database.RemoveFront(epoch, epoch.Acked, SliceRows) > 0);

    private void Measure(OpenJournal journal)
    {
        _used = journal.Database.UsedBytes();

        // On a full disk the file keeps its size, and new events go where others were; the allowance is what alarms may use.
        _limit = Math.Min(Budget, journal.FileBytes + disk.Growth(journal.LogBytes) - AlarmAllowanceBytes);

        // Far from the alarm there is time; close to it every commit looks.
        _checkIn = (int)Math.Clamp(((long)(_limit * options.AlarmShare) - _used) / LargestRowBytes, 1, CheckEveryAtMost);
        if (!disk.IsWhole)
        {
            disk.MakeReserve();
        }
    }

    /// <summary>Gate and report events accompany what scans and alarms say; acknowledged or not, they go first.</summary>
    private bool ReplaceTelemetry(JournalDatabase database)
    {
        List<LinkedRow> rows = Heads(database, new JournalPosition(_replacedUpTo), new JournalPosition(long.MaxValue), "AND kind IN ('gate', 'report')");

        // The newest row keeps its link where the next append looks for it, and is never replaced.
        var newest = new JournalPosition(database.Current.Ordinal, database.Current.Last);
        _replacedUpTo = rows.Count == SliceRows ? rows[^1].Row.Position.Value : newest.Value;
        rows.RemoveAll(row => row.Row.Position == newest || Epoch(database, row) is null);
        if (rows.Count == 0)
        {
            return false;
        }

        database.InTransaction(() => rows.ForEach(row => WriteGap(database, row, row.Row.Position.Sequence)));
        Dropped += rows.Count(row => Epoch(database, row)!.Acked < row.Row.Position.Sequence);
        return true;
    }

    /// <summary>One slice of the oldest epoch that has events to give.</summary>
    private bool ReplaceOldest(JournalDatabase database) => database.Epochs.Any(epoch => ReplaceOldest(database, epoch));

    private bool ReplaceOldest(JournalDatabase database, JournalEpoch epoch)
    {
        // Only the epoch in use needs its newest row, for the next link.
        long end = epoch == database.Current ? epoch.Last - 1 : epoch.Last;
        var first = new JournalPosition(epoch.Ordinal, epoch.Acked + 1);
        List<LinkedRow> rows = Heads(database, first, new JournalPosition(epoch.Ordinal, end), "");
        if (rows.Count < 2)
        {
            return false;
        }

        database.InTransaction(() =>
        {
            using SqliteCommand delete = database.Command("DELETE FROM event WHERE position >= $from AND position < $to");
            delete.Parameters.AddWithValue("$from", first.Value);
            delete.Parameters.AddWithValue("$to", rows[^1].Row.Position.Value);
            delete.ExecuteNonQuery();
            WriteGap(database, rows[^1], first.Sequence);
        });
        Dropped += rows.Count(static row => row.Row.Kind != GapEvent.KindName);
        return true;
    }

    /// <summary>A slice of rows, without their payloads.</summary>
    /// <param name="condition">More that they must meet.</param>
    private static List<LinkedRow> Heads(JournalDatabase database, JournalPosition from, JournalPosition to, string condition)
    {
        var rows = new List<LinkedRow>();
        using SqliteCommand command = database.Command($"SELECT position, kind, wall_ms, x'', link FROM event WHERE position BETWEEN $from AND $to {condition} ORDER BY position LIMIT $limit");
        command.Parameters.AddWithValue("$from", from.Value);
        command.Parameters.AddWithValue("$to", to.Value);
        command.Parameters.AddWithValue("$limit", SliceRows);
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(JournalReader.Row(reader));
        }

        return rows;
    }

    private static JournalEpoch? Epoch(JournalDatabase database, LinkedRow row) =>
        database.Epochs.FirstOrDefault(e => e.Ordinal == row.Row.Position.Ordinal);

    /// <summary>Turns one row into a gap record that accounts for everything from <paramref name="first"/> to it.</summary>
    private void WriteGap(JournalDatabase database, LinkedRow row, long first) => RowWriting.Replace(
        database, new GapRow(first, Epoch(database, row)!.Name, Cause).Close(seal, row.Row.Position, row.Row.WallMs, row.Link));
}

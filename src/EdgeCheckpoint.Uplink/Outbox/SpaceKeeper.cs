using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>Keeps the journal within its budget. Called between two commits.</summary>
internal sealed class SpaceKeeper(OutboxOptions options, PayloadSeal seal)
{
    /// <summary>The write-ahead log is not counted page by page; this much of the budget is set aside for it.</summary>
    private const long LogAllowanceBytes = 8 << 20;

    private const long LeastBudgetBytes = 64 << 10;

    /// <summary>Alarms and gap records may still be written when nothing else may.</summary>
    private const long AlarmAllowanceBytes = 64 << 10;

    private const int SliceRows = 256;
    private const int CheckEveryAtMost = 256;

    /// <summary>No event is expected to take more.</summary>
    private const int LargestRowBytes = 16 << 10;

    private const string Cause = "dropped for want of space";

    private long _used;
    private int _checkIn;
    private long _replacedUpTo;

    /// <summary>Bytes of rows, as of the last check.</summary>
    public long UsedBytes => _used;

    /// <summary>Events dropped since start that the district had not acknowledged.</summary>
    public long Dropped { get; private set; }

    public bool IsFilling => _used > Limit * options.AlarmShare;

    public bool IsFull { get; private set; }

    private long Limit => Math.Max(LeastBudgetBytes, options.BudgetBytes - LogAllowanceBytes);

    /// <summary>Makes sure that there is room for a group, by the policy.</summary>
    /// <param name="isAlarm">The group holds alarms only; they may use the last reserve.</param>
    public bool HasRoom(JournalDatabase database, bool isAlarm)
    {
        if (--_checkIn > 0)
        {
            return true;
        }

        Measure(database);
        if (_used <= Limit)
        {
            IsFull = false;
            return true;
        }

        bool room = MakeRoom(database) || (isAlarm && _used <= Limit + AlarmAllowanceBytes);
        IsFull = !room || options.WhenFull == WhenFull.ReplaceOldest;
        return room;
    }

    /// <summary>Frees one slice: what the district has, then, if the policy allows, gate and report events, then the oldest events.</summary>
    /// <returns>Whether the journal is within its budget, or something was freed.</returns>
    public bool MakeRoom(JournalDatabase database)
    {
        int freed = 0;
        foreach (JournalEpoch epoch in database.Epochs)
        {
            freed += freed == 0 ? database.RemoveFront(epoch, epoch.Acked, long.MaxValue, SliceRows) : 0;
        }

        if (freed == 0 && options.WhenFull == WhenFull.ReplaceOldest)
        {
            freed = ReplaceTelemetry(database);
            freed = freed > 0 ? freed : ReplaceOldest(database);
        }

        Measure(database);
        return freed > 0 || _used <= Limit;
    }

    private void Measure(JournalDatabase database)
    {
        _used = database.UsedBytes();

        // Far from the alarm there is time; close to it every commit looks.
        _checkIn = (int)Math.Clamp(((long)(Limit * options.AlarmShare) - _used) / LargestRowBytes, 1, CheckEveryAtMost);
    }

    private int ReplaceTelemetry(JournalDatabase database)
    {
        var rows = new List<JournalPosition>();
        long from = Math.Max(_replacedUpTo, FirstWaiting(database));
        using (SqliteCommand command = database.Command("SELECT position FROM event WHERE position >= $from AND kind IN ('gate', 'report') ORDER BY position LIMIT $limit"))
        {
            command.Parameters.AddWithValue("$from", from);
            command.Parameters.AddWithValue("$limit", SliceRows);
            using SqliteDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                rows.Add(new JournalPosition(reader.GetInt64(0)));
            }
        }

        // The newest row keeps its link where the next append looks for it, and is never replaced.
        rows.RemoveAll(p => p.Sequence == database.Current.Last && p.Ordinal == database.Current.Ordinal);
        if (rows.Count == 0)
        {
            return 0;
        }

        database.InTransaction(() => rows.ForEach(p => WriteGap(database, p, p.Sequence)));
        _replacedUpTo = rows[^1].Next.Value;
        Dropped += rows.Count;
        return rows.Count;
    }

    private int ReplaceOldest(JournalDatabase database)
    {
        JournalEpoch? epoch = database.Epochs.FirstOrDefault(static e => e.Acked < e.Last);
        if (epoch is null)
        {
            return 0;
        }

        var first = new JournalPosition(epoch.Ordinal, epoch.Acked + 1);
        long end = Math.Min(epoch.Acked + JournalPosition.MaxSequence / 2, epoch.Last - 1);
        int events = 0, rows = 0;
        JournalPosition last = default;
        using (SqliteCommand command = database.Command("SELECT position, kind FROM event WHERE position BETWEEN $from AND $to ORDER BY position LIMIT $limit"))
        {
            command.Parameters.AddWithValue("$from", first.Value);
            command.Parameters.AddWithValue("$to", new JournalPosition(epoch.Ordinal, end).Value);
            command.Parameters.AddWithValue("$limit", SliceRows);
            using SqliteDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                last = new JournalPosition(reader.GetInt64(0));
                events += reader.GetString(1) == GapEvent.KindName ? 0 : 1;
                rows++;
            }
        }

        if (rows < 2)
        {
            return 0;
        }

        database.InTransaction(() =>
        {
            using SqliteCommand delete = database.Command("DELETE FROM event WHERE position >= $from AND position < $to");
            delete.Parameters.AddWithValue("$from", first.Value);
            delete.Parameters.AddWithValue("$to", last.Value);
            delete.ExecuteNonQuery();
            WriteGap(database, last, first.Sequence);
        });
        Dropped += events;
        return rows - 1;
    }

    /// <summary>Turns one row into a gap record that accounts for everything from <paramref name="first"/> to it.</summary>
    public void WriteGap(JournalDatabase database, JournalPosition position, long first, string cause = Cause)
    {
        using SqliteCommand update = database.Command("UPDATE event SET kind = $kind, payload = $payload WHERE position = $position");
        update.Parameters.AddWithValue("$kind", GapEvent.KindName);
        update.Parameters.AddWithValue("$payload", GapRow.Payload(seal, position, first, cause));
        update.Parameters.AddWithValue("$position", position.Value);
        update.ExecuteNonQuery();
    }

    private static long FirstWaiting(JournalDatabase database)
    {
        JournalEpoch? epoch = database.Epochs.FirstOrDefault(static e => e.Acked < e.Last);
        return epoch is null ? long.MaxValue : new JournalPosition(epoch.Ordinal, epoch.Acked + 1).Value;
    }
}

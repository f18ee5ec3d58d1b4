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
    private const int CheckEveryAtMost = 4096;

    /// <summary>No event is expected to take more.</summary>
    private const int LargestRowBytes = 16 << 10;

    private const string Cause = "dropped for want of space";

    private long _used;
    private int _checkIn;

    /// <summary>No telemetry is left before this position.</summary>
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

    /// <summary>Frees one slice: telemetry if the policy allows, then what the district has, then, if the policy allows, the oldest events.</summary>
    /// <returns>Whether the journal is within its budget, or something was freed.</returns>
    public bool MakeRoom(JournalDatabase database)
    {
        bool replaces = options.WhenFull == WhenFull.ReplaceOldest;
        bool freed = (replaces && ReplaceTelemetry(database)) || RemoveAcknowledged(database) || (replaces && ReplaceOldest(database));
        Measure(database);
        return freed || _used <= Limit;
    }

    /// <summary>Frees one slice of what the district has.</summary>
    public static bool RemoveAcknowledged(JournalDatabase database) =>
        database.Epochs.Any(epoch => database.RemoveFront(epoch, epoch.Acked, long.MaxValue, SliceRows) > 0);

    private void Measure(JournalDatabase database)
    {
        _used = database.UsedBytes();

        // Far from the alarm there is time; close to it every commit looks.
        _checkIn = (int)Math.Clamp(((long)(Limit * options.AlarmShare) - _used) / LargestRowBytes, 1, CheckEveryAtMost);
    }

    /// <summary>Gate and report events accompany what scans and alarms say; acknowledged or not, they go first.</summary>
    private bool ReplaceTelemetry(JournalDatabase database)
    {
        var rows = new List<JournalPosition>();
        using (SqliteCommand command = database.Command("SELECT position FROM event WHERE position >= $from AND kind IN ('gate', 'report') ORDER BY position LIMIT $limit"))
        {
            command.Parameters.AddWithValue("$from", _replacedUpTo);
            command.Parameters.AddWithValue("$limit", SliceRows);
            using SqliteDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                rows.Add(new JournalPosition(reader.GetInt64(0)));
            }
        }

        // The newest row keeps its link where the next append looks for it, and is never replaced.
        var newest = new JournalPosition(database.Current.Ordinal, database.Current.Last);
        _replacedUpTo = rows.Count == SliceRows ? rows[^1].Value : newest.Value;
        rows.Remove(newest);
        if (rows.Count == 0)
        {
            return false;
        }

        database.InTransaction(() => rows.ForEach(p => WriteGap(database, p, p.Sequence)));
        Dropped += rows.Count(p => database.Epochs.Any(e => e.Ordinal == p.Ordinal && e.Acked < p.Sequence));
        return true;
    }

    private bool ReplaceOldest(JournalDatabase database)
    {
        JournalEpoch? epoch = database.Epochs.FirstOrDefault(static e => e.Acked < e.Last);
        if (epoch is null)
        {
            return false;
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
            return false;
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
        return true;
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
}

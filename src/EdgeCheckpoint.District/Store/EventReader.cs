using EdgeCheckpoint.Contract;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.District.Store;

/// <summary>Reads the store while others write. Thread-safe: every call opens the file anew.</summary>
public sealed class EventReader(string file)
{
    public const int MostAtOnce = 500;

    private const string Columns = "id, district, checkpoint, device, epoch, sequence, kind, verdict, time_ms, clock, replay, received_ms, payload";

    /// <summary>Events after a position, oldest first.</summary>
    public IReadOnlyList<StoredEvent> After(long id, int limit) =>
        Query($"SELECT {Columns} FROM event WHERE id > $id ORDER BY id LIMIT $limit", id, limit);

    /// <summary>The newest events, oldest first.</summary>
    public IReadOnlyList<StoredEvent> Latest(int limit) =>
        [.. Enumerable.Reverse(Query($"SELECT {Columns} FROM event WHERE id > $id ORDER BY id DESC LIMIT $limit", 0, limit))];

    /// <summary>Number of events per device and verdict received since a moment.</summary>
    public IReadOnlyList<(string Device, string Verdict, long Count)> CountsSince(DateTimeOffset since) => Read(
        "SELECT device, verdict, count(*) FROM event WHERE received_ms >= $since AND verdict IS NOT NULL GROUP BY device, verdict",
        command => command.Parameters.AddWithValue("$since", since.ToUnixTimeMilliseconds()),
        static row => (row.GetString(0), row.GetString(1), row.GetInt64(2)));

    /// <summary>Every kiosk the store knows, with its current journal, its last event and its active alarms.</summary>
    public IReadOnlyList<KioskRecord> Kiosks()
    {
        ILookup<string, ActiveAlarm> alarms = Read(
            "SELECT device, code, detail, since_ms FROM alarm WHERE active = 1 ORDER BY since_ms",
            static _ => { },
            static row => (Device: row.GetString(0), Alarm: new ActiveAlarm(row.GetString(1), row.GetString(2), At(row.GetInt64(3)))))
            .ToLookup(static a => a.Device, static a => a.Alarm);
        return Read(
            "SELECT district, checkpoint, device, epoch, watermark, max(seen_ms) FROM journal GROUP BY device ORDER BY checkpoint, device",
            static _ => { },
            row => new KioskRecord(
                new Site(row.GetString(0), row.GetString(1), row.GetString(2)), row.GetString(3), row.GetInt64(4), At(row.GetInt64(5)), [.. alarms[row.GetString(2)]]));
    }

    public long QuarantineCount() => Read("SELECT count(*) FROM quarantine", static _ => { }, static row => row.GetInt64(0))[0];

    private List<StoredEvent> Query(string sql, long id, int limit) => Read(
        sql,
        command =>
        {
            command.Parameters.AddWithValue("$id", id);
            command.Parameters.AddWithValue("$limit", Math.Clamp(limit, 1, MostAtOnce));
        },
        static row => new StoredEvent(
            row.GetInt64(0),
            new Site(row.GetString(1), row.GetString(2), row.GetString(3)),
            new EventKey(row.GetString(3), row.GetString(4), row.GetInt64(5)),
            row.GetString(6),
            row.IsDBNull(7) ? null : row.GetString(7),
            At(row.GetInt64(8)),
            Words.TryParse(row.GetString(9), out ClockState clock) ? clock : ClockState.Unset,
            Words.TryParse(row.GetString(10), out Replay replay) ? replay : Replay.Live,
            At(row.GetInt64(11)),
            (byte[])row.GetValue(12)));

    private List<T> Read<T>(string sql, Action<SqliteCommand> bind, Func<SqliteDataReader, T> take)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = 5 }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Only the constants above come here.
        command.CommandText = sql;
#pragma warning restore CA2100
        bind(command);
        using SqliteDataReader row = command.ExecuteReader();
        List<T> rows = [];
        while (row.Read())
        {
            rows.Add(take(row));
        }

        return rows;
    }

    private static DateTimeOffset At(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs);
}

/// <summary>What the store knows of a kiosk.</summary>
/// <param name="Epoch">The journal it was last heard of with.</param>
/// <param name="Watermark">How far that journal is known without a hole.</param>
/// <param name="SeenAt">When an event of it last arrived.</param>
public sealed record KioskRecord(Site Site, string Epoch, long Watermark, DateTimeOffset SeenAt, IReadOnlyList<ActiveAlarm> Alarms);

/// <summary>An alarm that was raised and not cleared.</summary>
public sealed record ActiveAlarm(string Code, string Detail, DateTimeOffset Since);

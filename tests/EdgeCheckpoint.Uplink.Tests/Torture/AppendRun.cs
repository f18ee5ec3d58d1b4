using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Tests.Outbox;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Tests.Torture;

/// <summary>Times single durable appends beside bare inserts of as many bytes with the same settings, alternating one by one.</summary>
internal static class AppendRun
{
    private const int Warmup = 2000;

    /// <returns>Milliseconds of each append and of each bare insert, sorted.</returns>
    public static (double[] Outbox, double[] Bare) Run(int count)
    {
        using var folder = new TemporaryFolder();
        using SqliteOutbox outbox = Sample.Outbox(folder);
        using SqliteConnection connection = OpenBare(folder.File("bare.db"));
        using SqliteCommand insert = Insert(connection, PayloadBytes(outbox));
        var ours = new double[count];
        var bare = new double[count];
        for (int i = -Warmup; i < count; i++)
        {
            // Who goes first changes every time, so that neither pays for the other's writes.
            if (i % 2 == 0)
            {
                Note(ours, i, Append(outbox, i));
                Note(bare, i, Bare(insert, i));
            }
            else
            {
                Note(bare, i, Bare(insert, i));
                Note(ours, i, Append(outbox, i));
            }
        }

        Array.Sort(ours);
        Array.Sort(bare);
        return (ours, bare);
    }

    public static double At(double[] sorted, double quantile) => sorted[(int)(sorted.Length * quantile)];

    private static void Note(double[] times, int index, TimeSpan elapsed)
    {
        if (index >= 0)
        {
            times[index] = elapsed.TotalMilliseconds;
        }
    }

    /// <summary>The event is made before the clock starts, as the row of a bare insert is.</summary>
    private static TimeSpan Append(SqliteOutbox outbox, int number)
    {
        ScanEvent scan = Sample.Scan(Math.Abs(number));
        EventTime time = Sample.Time();
        long start = TimeProvider.System.GetTimestamp();
        OutboxResult result = outbox.Append(scan, time);
        TimeSpan elapsed = TimeProvider.System.GetElapsedTime(start);
        Assert.Equal(OutboxFault.None, result.Fault);
        return elapsed;
    }

    private static TimeSpan Bare(SqliteCommand insert, int number)
    {
        insert.Parameters[0].Value = number + Warmup + 1;
        long start = TimeProvider.System.GetTimestamp();
        insert.ExecuteNonQuery();
        return TimeProvider.System.GetElapsedTime(start);
    }

    private static int PayloadBytes(SqliteOutbox outbox)
    {
        Append(outbox, 0);
        return Sample.All(outbox)[0].Json.Length + 29;
    }

    internal static SqliteConnection OpenBare(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = new SqliteCommand("""
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000;
            CREATE TABLE event (position INTEGER PRIMARY KEY, kind TEXT NOT NULL, wall_ms INTEGER NOT NULL, payload BLOB NOT NULL, link BLOB NOT NULL) STRICT;
            """, connection);
        command.ExecuteNonQuery();
        return connection;
    }

    internal static SqliteCommand Insert(SqliteConnection connection, int payloadBytes)
    {
        var command = new SqliteCommand("INSERT INTO event (position, kind, wall_ms, payload, link) VALUES ($position, $kind, $wall, $payload, $link)", connection);
        command.Parameters.AddWithValue("$position", 0L);
        command.Parameters.AddWithValue("$kind", "scan");
        command.Parameters.AddWithValue("$wall", 1772352000000L);
        command.Parameters.AddWithValue("$payload", new byte[payloadBytes]);
        command.Parameters.AddWithValue("$link", new byte[32]);
        command.Prepare();
        return command;
    }
}

using System.Threading.Channels;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Lists;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Memory;

/// <summary>Admissions in a SQLite file, written by one thread of its own so that no admission waits for the disk.</summary>
/// <remarks>
/// A power cut loses what was admitted in the last few milliseconds; a stop loses nothing. Past the queue's length the oldest write is dropped
/// and the running memory still knows it. A damaged file is put aside and a new one begun: the memory then starts empty, as on a new kiosk.
/// </remarks>
public sealed class SqlitePassUses : IPassUseStore, IDisposable
{
    private const int QueueLength = 4096;

    private readonly SqliteConnection _connection;
    private readonly Channel<PassUse> _queue = Channel.CreateBounded<PassUse>(new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Thread _writer;
    private readonly Lock _turn = new();
    private long _failedWrites;

    private SqlitePassUses(SqliteConnection connection)
    {
        _connection = connection;
        _writer = new Thread(Write) { IsBackground = true, Name = "pass uses" };
    }

    /// <summary>Writes that the disk refused; the running memory knows them, a restart will not.</summary>
    public long FailedWrites => Interlocked.Read(ref _failedWrites);

    /// <summary>Opens or makes the file.</summary>
    /// <param name="setAside">Name of the damaged file that was put aside; null when the file was good or new.</param>
    public static SqlitePassUses Open(string file, out string? setAside)
    {
        setAside = null;
        SqlitePassUses opened;
        try
        {
            opened = new SqlitePassUses(Connect(file));
        }
        catch (SqliteException)
        {
            setAside = file + ".damaged";
            File.Move(file, setAside, overwrite: true);
            File.Delete(file + "-wal");
            File.Delete(file + "-shm");
            opened = new SqlitePassUses(Connect(file));
        }

        opened._writer.Start();
        return opened;
    }

    public IReadOnlyList<PassUse> Load()
    {
        lock (_turn)
        {
            using SqliteCommand command = _connection.CreateCommand();
            command.CommandText = "SELECT code, subject, direction, at_s, offset_min, code_expires_s, quota_days FROM pass_use ORDER BY at_s, rowid";
            using SqliteDataReader row = command.ExecuteReader();
            List<PassUse> uses = [];
            while (row.Read())
            {
                uses.Add(new PassUse(
                    ListHash.Read((byte[])row[0]),
                    ListHash.Read((byte[])row[1]),
                    (Direction)row.GetInt32(2),
                    DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(3)).ToOffset(TimeSpan.FromMinutes(row.GetInt32(4))),
                    row.IsDBNull(5) ? null : DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(5)),
                    row.GetInt32(6)));
            }

            return uses;
        }
    }

    public void Append(PassUse use) => _queue.Writer.TryWrite(use);

    public void Forget(DateTimeOffset before) => Guarded(() =>
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "DELETE FROM pass_use WHERE at_s < $before";
        command.Parameters.AddWithValue("$before", before.ToUnixTimeSeconds());
        command.ExecuteNonQuery();
    });

    /// <summary>Writes what is queued and closes the file.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _writer.Join();
        _connection.Dispose();
    }

    private void Write()
    {
        List<PassUse> batch = [];
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_queue.Reader.TryRead(out PassUse use))
            {
                batch.Add(use);
            }

            Guarded(() => Insert(batch));
            batch.Clear();
        }
    }

    private void Insert(List<PassUse> batch)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "INSERT INTO pass_use (code, subject, direction, at_s, offset_min, code_expires_s, quota_days) VALUES ($code, $subject, $direction, $at, $offset, $expires, $days)";
        foreach (PassUse use in batch)
        {
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$code", BytesOf(use.Code));
            command.Parameters.AddWithValue("$subject", BytesOf(use.Subject));
            command.Parameters.AddWithValue("$direction", (int)use.Direction);
            command.Parameters.AddWithValue("$at", use.At.ToUnixTimeSeconds());
            command.Parameters.AddWithValue("$offset", (int)use.At.Offset.TotalMinutes);
            command.Parameters.AddWithValue("$expires", use.CodeExpiresAt is { } expires ? expires.ToUnixTimeSeconds() : DBNull.Value);
            command.Parameters.AddWithValue("$days", use.QuotaDays);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private void Guarded(Action work)
    {
        lock (_turn)
        {
            try
            {
                work();
            }
            catch (SqliteException)
            {
                Interlocked.Increment(ref _failedWrites);
            }
        }
    }

    private static SqliteConnection Connect(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        try
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = """
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                CREATE TABLE IF NOT EXISTS pass_use (
                  code BLOB NOT NULL, subject BLOB NOT NULL, direction INTEGER NOT NULL, at_s INTEGER NOT NULL,
                  offset_min INTEGER NOT NULL, code_expires_s INTEGER, quota_days INTEGER NOT NULL) STRICT;
                CREATE INDEX IF NOT EXISTS pass_use_at ON pass_use (at_s);
                """;
            command.ExecuteNonQuery();
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    private static byte[] BytesOf(ListHash hash)
    {
        byte[] bytes = new byte[ListHash.Bytes];
        hash.Write(bytes);
        return bytes;
    }
}

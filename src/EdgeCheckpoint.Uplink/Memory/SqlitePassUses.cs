using System.Threading.Channels;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Uplink.Outbox;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Memory;

/// <summary>Admissions in a SQLite file, written by one thread of its own so that no admission waits for the disk.</summary>
/// <remarks>
/// A power cut loses what was admitted in the last few milliseconds; a stop loses nothing. Past the queue's length the oldest write is dropped
/// and the running memory still knows it. A damaged file is put aside and a new one begun: the memory then starts empty, as on a new kiosk.
/// A file that is whole and cannot be written, as on a full or read-only disk, stays where it is: it is read as far as that goes, and tried again.
/// </remarks>
public sealed class SqlitePassUses : IPassUseStore, IDisposable
{
    private const int QueueLength = 4096;

    private readonly string _file;
    private readonly Channel<PassUse> _queue = Channel.CreateBounded<PassUse>(new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Thread _writer;
    private readonly Lock _turn = new();
    private SqliteConnection? _connection;
    private IReadOnlyList<PassUse>? _atStart;
    private volatile string _fault = "";
    private long _failedWrites;

    private SqlitePassUses(string file)
    {
        _file = file;
        _writer = new Thread(Write) { IsBackground = true, Name = "pass uses" };
    }

    /// <summary>Writes that the disk refused; the running memory knows them, a restart will not.</summary>
    public long FailedWrites => Interlocked.Read(ref _failedWrites);

    /// <summary>Opens or makes the file. A disk that refuses is a fault of the result, not an exception.</summary>
    /// <param name="setAside">Name of the damaged file that was put aside; null when the file was good or new.</param>
    public static SqlitePassUses Open(string file, out string? setAside)
    {
        setAside = null;
        var opened = new SqlitePassUses(file);
        try
        {
            opened.Begin();
        }
        catch (SqliteException damage) when (SqliteFaults.IsDamage(damage))
        {
            opened._connection?.Dispose();
            opened._connection = null;
            setAside = opened.TryPutAside();
        }

        opened._writer.Start();
        return opened;
    }

    /// <summary>Why admissions are only remembered until the next restart; empty when they are written. Tries a file again that could not be opened.</summary>
    public string Check()
    {
        if (_connection is null)
        {
            Guarded(static _ => { });
        }

        return _fault;
    }

    public IReadOnlyList<PassUse> Load()
    {
        lock (_turn)
        {
            (IReadOnlyList<PassUse>? atStart, _atStart) = (_atStart, null);
            return atStart ?? (_connection is { } connection ? Read(connection) : []);
        }
    }

    public void Append(PassUse use) => _queue.Writer.TryWrite(use);

    public void Forget(DateTimeOffset before) => Guarded(connection =>
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "DELETE FROM pass_use WHERE at_s < $before";
        command.Parameters.AddWithValue("$before", before.ToUnixTimeSeconds());
        command.ExecuteNonQuery();
    });

    /// <summary>Writes what is queued and closes the file.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _writer.Join();
        _connection?.Dispose();
    }

    /// <summary>Connects and reads, so that damage anywhere in the file shows now.</summary>
    /// <exception cref="SqliteException">The file is damaged.</exception>
    private void Begin()
    {
        try
        {
            _connection = Connect(_file);
            _atStart = Read(_connection);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || (e is SqliteException fault && !SqliteFaults.IsDamage(fault)))
        {
            _connection?.Dispose();
            _connection = null;
            _fault = e.Message;
            _atStart = ReadOnly(_file);
        }
    }

    /// <returns>Name of the old file; null when it could not be moved, and stays.</returns>
    private string? TryPutAside()
    {
        string aside = _file + ".damaged";
        try
        {
            File.Move(_file, aside, overwrite: true);
            File.Delete(_file + "-wal");
            File.Delete(_file + "-shm");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _fault = e.Message;
            return null;
        }

        Begin();
        return aside;
    }

    /// <summary>What a file holds that cannot be written: without its log where that cannot be opened either.</summary>
    private static List<PassUse> ReadOnly(string file)
    {
        foreach (string source in (string[])[file, $"file:{Uri.EscapeDataString(file)}?immutable=1"])
        {
            try
            {
                using var connection = new SqliteConnection(
                    new SqliteConnectionStringBuilder { DataSource = source, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
                connection.Open();
                return Read(connection);
            }
            catch (SqliteException)
            {
                // The other way, or none.
            }
        }

        return [];
    }

    private static List<PassUse> Read(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
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

    private void Write()
    {
        List<PassUse> batch = [];
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_queue.Reader.TryRead(out PassUse use))
            {
                batch.Add(use);
            }

            Guarded(connection => Insert(connection, batch));
            batch.Clear();
        }
    }

    private static void Insert(SqliteConnection connection, List<PassUse> batch)
    {
        using SqliteTransaction transaction = connection.BeginTransaction();
        using SqliteCommand command = connection.CreateCommand();
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

    private void Guarded(Action<SqliteConnection> work)
    {
        lock (_turn)
        {
            try
            {
                work(_connection ??= Connect(_file));
                _fault = "";
            }
            catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
            {
                _fault = e.Message;
                Interlocked.Increment(ref _failedWrites);
            }
        }
    }

    private static SqliteConnection Connect(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
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

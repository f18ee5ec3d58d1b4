using System.Diagnostics;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Memory;

/// <summary>Admissions in a SQLite file, each on the disk once <see cref="Append"/> has returned. Thread-safe.</summary>
/// <remarks>
/// What the disk refuses waits for the next admission or <see cref="TryAgain"/>; meanwhile only the running memory knows it.
/// A damaged file is put aside and a new one begun: the memory then starts empty, as on a new kiosk.
/// </remarks>
public sealed class SqlitePassUses : IPassUseStore, IDisposable
{
    /// <summary>Most admissions that wait for the disk; past it the oldest of them are lost with the next restart.</summary>
    public const int MaxWaiting = 4096;

    /// <summary>Version of the table, in <c>user_version</c>; one of another is begun anew.</summary>
    private const int Schema = 2;

    private readonly SqliteConnection _connection;
    private readonly Queue<PassUse> _waiting = new();
    private readonly Lock _turn = new();
    private int _newest;
    private long _lost;

    private SqlitePassUses(SqliteConnection connection) => _connection = connection;

    /// <summary>Admissions that the disk has refused so far.</summary>
    public int Waiting
    {
        get
        {
            lock (_turn)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Admissions since start that waited in vain: the running memory knows them, a restart will not.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Opens or makes the file.</summary>
    /// <param name="setAside">Name of the damaged file that was put aside; null when the file was good or new.</param>
    public static SqlitePassUses Open(string file, out string? setAside)
    {
        setAside = null;
        if (Connect(file) is { } good)
        {
            return new SqlitePassUses(good);
        }

        setAside = file + ".damaged";
        File.Move(file, setAside, overwrite: true);
        File.Delete(file + "-wal");
        File.Delete(file + "-shm");
        return new SqlitePassUses(Connect(file) ?? throw new UnreachableException("a new file is damaged"));
    }

    public IReadOnlyList<PassUse> Load(int newest)
    {
        lock (_turn)
        {
            Forget(newest);
            using SqliteCommand command = _connection.CreateCommand();
            command.CommandText = "SELECT code, subject, direction, at_s, offset_min, code_expires_s, quota_days FROM pass_use ORDER BY rowid";
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

    public void Append(PassUse use, int newest)
    {
        lock (_turn)
        {
            _waiting.Enqueue(use);
            _newest = newest;
            WriteWaiting();
            if (_waiting.Count > MaxWaiting)
            {
                _waiting.Dequeue();
                Interlocked.Increment(ref _lost);
            }
        }
    }

    /// <summary>Writes what the disk refused before, where there is any.</summary>
    public void TryAgain()
    {
        lock (_turn)
        {
            if (_waiting.Count > 0)
            {
                WriteWaiting();
            }
        }
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public void Dispose()
    {
        TryAgain();
        _connection.Dispose();
    }

    private void WriteWaiting()
    {
        try
        {
            using SqliteTransaction transaction = _connection.BeginTransaction();
            foreach (PassUse use in _waiting)
            {
                Insert(use);
            }

            Forget(_newest);
            transaction.Commit();
            _waiting.Clear();
        }
        catch (SqliteException)
        {
            // They wait on; whoever watches the store sees how many.
        }
    }

    private void Insert(PassUse use)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "INSERT INTO pass_use (code, subject, direction, at_s, offset_min, code_expires_s, quota_days) VALUES ($code, $subject, $direction, $at, $offset, $expires, $days)";
        command.Parameters.AddWithValue("$code", BytesOf(use.Code));
        command.Parameters.AddWithValue("$subject", BytesOf(use.Subject));
        command.Parameters.AddWithValue("$direction", (int)use.Direction);
        command.Parameters.AddWithValue("$at", use.At.ToUnixTimeSeconds());
        command.Parameters.AddWithValue("$offset", (int)use.At.Offset.TotalMinutes);
        command.Parameters.AddWithValue("$expires", use.CodeExpiresAt is { } expires ? expires.ToUnixTimeSeconds() : DBNull.Value);
        command.Parameters.AddWithValue("$days", use.QuotaDays);
        command.ExecuteNonQuery();
    }

    /// <summary>Rows go only from the front, so their numbers have no gaps.</summary>
    private void Forget(int newest)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "DELETE FROM pass_use WHERE rowid <= (SELECT max(rowid) FROM pass_use) - $newest";
        command.Parameters.AddWithValue("$newest", newest);
        command.ExecuteNonQuery();
    }

    /// <summary>Null when the file is damaged.</summary>
    private static SqliteConnection? Connect(string file)
    {
        var connection = new SqliteConnection(JournalConnection.For(file, SqliteOpenMode.ReadWriteCreate));
        try
        {
            connection.Open();
            if (Ask(connection, "PRAGMA quick_check") is "ok")
            {
                Prepare(connection);
                return connection;
            }
        }
        catch (SqliteException fault) when (SqliteFaults.IsDamage(fault))
        {
            // As one that fails its check.
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }

        connection.Dispose();
        return null;
    }

    private static void Prepare(SqliteConnection connection)
    {
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON");
        if (Ask(connection, "PRAGMA user_version") is not (long)Schema)
        {
            Execute(connection, $"""
                BEGIN;
                DROP TABLE IF EXISTS pass_use;
                CREATE TABLE pass_use (
                  code BLOB NOT NULL, subject BLOB NOT NULL, direction INTEGER NOT NULL, at_s INTEGER NOT NULL,
                  offset_min INTEGER NOT NULL, code_expires_s INTEGER, quota_days INTEGER NOT NULL) STRICT;
                PRAGMA user_version = {Schema};
                COMMIT;
                """);
        }
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private static object? Ask(SqliteConnection connection, string text)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar();
    }

    private static byte[] BytesOf(ListHash hash)
    {
        byte[] bytes = new byte[ListHash.Bytes];
        hash.Write(bytes);
        return bytes;
    }
}

using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Memory;

/// <summary>Admissions in a SQLite file, each on the disk once <see cref="Append"/> has returned. Thread-safe.</summary>
/// <remarks>
/// What the disk refuses waits for the next admission or <see cref="TryAgain"/>; meanwhile only the running memory knows it.
/// A file that cannot be opened for writing is read as far as the disk gives it, and tried again the same way.
/// A damaged file is put aside and a new one begun: the memory then starts empty, as on a new kiosk.
/// </remarks>
public sealed class SqlitePassUses : IPassUseStore, IDisposable
{
    /// <summary>Most admissions that wait for the disk; past it the oldest of them are lost with the next restart.</summary>
    public const int MaxWaiting = 4096;

    private readonly string _file;
    private readonly Queue<PassUse> _waiting = new();
    private readonly Lock _turn = new();
    private SqliteConnection? _connection;
    private int _newest = int.MaxValue;
    private long _lost;
    private string? _setAside;

    private SqlitePassUses(string file) => _file = file;

    /// <summary>Whether admissions reach the disk; if not, a restart forgets those that wait.</summary>
    public bool Keeps
    {
        get
        {
            lock (_turn)
            {
                return _connection is not null && _waiting.Count == 0;
            }
        }
    }

    /// <summary>Name the damaged file was put aside under, last; null when it was good or new.</summary>
    public string? SetAside
    {
        get
        {
            lock (_turn)
            {
                return _setAside;
            }
        }
    }

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

    /// <summary>Opens or makes the file. A disk that refuses is no exception: <see cref="Keeps"/> tells.</summary>
    public static SqlitePassUses Open(string file)
    {
        var opened = new SqlitePassUses(file);
        try
        {
            opened._connection = Connect(file, ref opened._setAside);
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            // Tried again with the next admission.
        }

        return opened;
    }

    public IReadOnlyList<PassUse> Load(int newest)
    {
        lock (_turn)
        {
            if (_connection is { } connection)
            {
                try
                {
                    PassUseTable.Forget(connection, newest);
                }
                catch (SqliteException)
                {
                    // Forgotten with the next admission that the disk takes.
                }

                return PassUseTable.Read(connection, newest);
            }

            return ReadOnly(newest);
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

    /// <summary>Writes what the disk refused before, where there is any, and opens a file that could not be.</summary>
    public void TryAgain()
    {
        lock (_turn)
        {
            if (_waiting.Count > 0 || _connection is null)
            {
                WriteWaiting();
            }
        }
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public void Dispose()
    {
        TryAgain();
        _connection?.Dispose();
    }

    private void WriteWaiting()
    {
        try
        {
            SqliteConnection connection = _connection ??= Connect(_file, ref _setAside);
            using SqliteTransaction transaction = connection.BeginTransaction();
            foreach (PassUse use in _waiting)
            {
                PassUseTable.Insert(connection, use);
            }

            PassUseTable.Forget(connection, _newest);
            transaction.Commit();
            _waiting.Clear();
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            // They wait on; whoever watches the store sees how many. What was opened while the disk took nothing may never take anything.
            _connection?.Dispose();
            _connection = null;
        }
    }

    /// <summary>What a file holds that cannot be written: without its log where that cannot be opened either.</summary>
    private List<PassUse> ReadOnly(int newest)
    {
        foreach (string source in (string[])[_file, $"file:{Uri.EscapeDataString(_file)}?immutable=1"])
        {
            try
            {
                using var connection = new SqliteConnection(JournalConnection.For(source, SqliteOpenMode.ReadOnly));
                connection.Open();
                return PassUseTable.IsIn(connection) ? PassUseTable.Read(connection, newest) : [];
            }
            catch (SqliteException)
            {
                // The other way, or none.
            }
        }

        return [];
    }

    private static bool IsRefusal(Exception fault) => fault is SqliteException or IOException or UnauthorizedAccessException;

    private static string AsideOf(string file) => file + ".damaged";

    /// <summary>Opens or makes the file; a damaged one is put aside for a new one.</summary>
    private static SqliteConnection Connect(string file, ref string? setAside)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        if (TryConnect(file) is { } good)
        {
            return good;
        }

        File.Move(file, AsideOf(file), overwrite: true);
        File.Delete(file + "-wal");
        File.Delete(file + "-shm");
        setAside = AsideOf(file);
        return TryConnect(file) ?? throw new IOException($"{file} is damaged as soon as it is made");
    }

    /// <returns>Null when the file is damaged.</returns>
    private static SqliteConnection? TryConnect(string file)
    {
        var connection = new SqliteConnection(JournalConnection.For(file, SqliteOpenMode.ReadWriteCreate));
        try
        {
            connection.Open();
            if (PassUseTable.IsWhole(connection))
            {
                PassUseTable.Prepare(connection);
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
}

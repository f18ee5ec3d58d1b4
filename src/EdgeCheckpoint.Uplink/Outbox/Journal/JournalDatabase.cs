using System.Globalization;
using EdgeCheckpoint.Uplink.Outbox.Native;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>The journal file, opened for writing. One owner, one thread at a time. SQLite's failures come as <see cref="SqliteException"/>.</summary>
internal sealed class JournalDatabase : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly HashChain _chain;
    private readonly Lazy<InsertStatement> _insert;
    private volatile EpochState[] _states = [];

    private JournalDatabase(SqliteConnection connection, HashChain chain)
    {
        _connection = connection;
        _chain = chain;
        _insert = new Lazy<InsertStatement>(() => new InsertStatement(connection), isThreadSafe: false);
    }

    public SqliteConnection Connection => _connection;

    /// <summary>All epochs this journal has rows or watermarks of, oldest first.</summary>
    public IReadOnlyList<JournalEpoch> Epochs { get; private set; } = [];

    /// <summary>Epochs that a salvage is still bringing over; nobody reads them yet.</summary>
    public IReadOnlyList<JournalEpoch> Unfinished { get; private set; } = [];

    /// <summary>The epochs as values, as of the last change; for any thread.</summary>
    public IReadOnlyList<EpochState> States => _states;

    /// <summary>The epoch that new events join.</summary>
    public JournalEpoch Current => Epochs[^1];

    /// <summary>Opens or creates the file; one that is not this device's journal, or not as it was left, fails as damaged.</summary>
    /// <param name="dataSource">Of the folder.</param>
    /// <param name="isSmall">Every page can be looked at without delaying the start.</param>
    public static JournalDatabase Open(string dataSource, int checkpointPages, bool isSmall, HashChain chain)
    {
        var connection = new SqliteConnection(JournalConnection.For(dataSource, SqliteOpenMode.ReadWriteCreate));
        try
        {
            connection.Open();
            var database = new JournalDatabase(connection, chain);
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {JournalConnection.LockTimeoutS * 1000}; PRAGMA wal_autocheckpoint = {checkpointPages};"));
            database.Execute(JournalSchema.Durable);
            database.MakeTables();
            database.CheckTables(isSmall);
            database.ReadEpochs();
            return database;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>New events join a new epoch from here on; rows of older epochs stay until they are acknowledged.</summary>
    public void BeginEpoch(int ordinal, string name, string source)
    {
        new JournalEpoch(ordinal, name, source) { AnchorLink = _chain.Start(name) }.Save(_connection, _chain);
        ReadEpochs();
    }

    /// <summary>Notes an epoch that is being brought over.</summary>
    public void BeginUnfinished(JournalEpoch epoch)
    {
        epoch.Save(_connection, _chain);
        Unfinished = [.. Unfinished, epoch];
    }

    public void ReadEpochs()
    {
        ILookup<bool, JournalEpoch> all = JournalEpoch.ReadAll(_connection).ToLookup(static e => e.IsWhole);
        if (all.SelectMany(static e => e).Any(e => !e.Fits(_chain)))
        {
            throw SqliteFaults.Damaged("its marks were changed or damaged, or written by another device or with another secret");
        }

        (Epochs, Unfinished) = ([.. all[true]], [.. all[false]]);
        Publish();
    }

    /// <summary>Inserts all rows or none, durably.</summary>
    public void Append(IReadOnlyList<LinkedRow> rows)
    {
        if (rows.Count == 1)
        {
            Insert(rows[0]);
        }
        else
        {
            InTransaction(() =>
            {
                foreach (LinkedRow row in rows)
                {
                    Insert(row);
                }
            });
        }

        Current.Last = rows[^1].Row.Position.Sequence;
        Current.LastLink = rows[^1].Link;
        Publish();
    }

    /// <summary>Moves everything from the log into the file and syncs both.</summary>
    public void Checkpoint() => Execute("PRAGMA wal_checkpoint(FULL)");

    /// <summary>The same, and gives back what the log takes up of the disk.</summary>
    public void CheckpointAndTruncate() => Execute("PRAGMA wal_checkpoint(TRUNCATE)");

    /// <summary>Notes the district's watermark.</summary>
    public void Acknowledge(JournalEpoch epoch, long sequence)
    {
        epoch.Acked = sequence;
        Save(epoch);
    }

    /// <summary>Notes how far events may be sent.</summary>
    public void Reserve(JournalEpoch epoch, long sequence)
    {
        epoch.Reserved = sequence;
        Save(epoch);
    }

    public void Save(JournalEpoch epoch)
    {
        epoch.Save(_connection, _chain);
        Publish();
    }

    /// <summary>Removes rows from the front of an epoch: at most <paramref name="limit"/>, none beyond <paramref name="last"/>.</summary>
    /// <returns>How many are gone.</returns>
    public int RemoveFront(JournalEpoch epoch, long last, int limit)
    {
        long end = epoch.Anchor;
        byte[] link = [];
        int count = 0;
        using (SqliteCommand select = Command("SELECT position, link FROM event WHERE position > $from AND position <= $to ORDER BY position LIMIT $limit"))
        {
            select.Parameters.AddWithValue("$from", new JournalPosition(epoch.Ordinal, epoch.Anchor).Value);
            select.Parameters.AddWithValue("$to", new JournalPosition(epoch.Ordinal, last).Value);
            select.Parameters.AddWithValue("$limit", limit);
            using SqliteDataReader reader = select.ExecuteReader();
            while (reader.Read())
            {
                end = new JournalPosition(reader.GetInt64(0)).Sequence;
                link = HashChain.Link(reader[1]);
                count++;
            }
        }

        if (count == 0)
        {
            return 0;
        }

        InTransaction(() =>
        {
            using SqliteCommand delete = Command("DELETE FROM event WHERE position > $from AND position <= $to");
            delete.Parameters.AddWithValue("$from", new JournalPosition(epoch.Ordinal, 0).Value);
            delete.Parameters.AddWithValue("$to", new JournalPosition(epoch.Ordinal, end).Value);
            delete.ExecuteNonQuery();
            (epoch.Anchor, epoch.AnchorLink) = (end, link);
            epoch.Save(_connection, _chain);
        });
        return count;
    }

    /// <summary>Wall time of the first event the district has not acknowledged, Unix milliseconds; null when there is none.</summary>
    public long? OldestWaitingWallMs()
    {
        if (Epochs.FirstOrDefault(static e => e.Acked < e.Last) is not { } epoch)
        {
            return null;
        }

        using SqliteCommand command = Command("SELECT wall_ms FROM event WHERE position > $acked ORDER BY position LIMIT 1");
        command.Parameters.AddWithValue("$acked", new JournalPosition(epoch.Ordinal, epoch.Acked).Value);
        return command.ExecuteScalar() as long?;
    }

    /// <summary>Bytes of the pages in use, without free pages and without the write-ahead log.</summary>
    public long UsedBytes() =>
        (Scalar("PRAGMA page_count") - Scalar("PRAGMA freelist_count")) * Scalar("PRAGMA page_size");

    public void InTransaction(Action body)
    {
        // A failure leaves the transaction open on purpose: the owner closes the connection, and that rolls back.
        Execute("BEGIN IMMEDIATE");
        body();
        Execute("COMMIT");
    }

    public void Execute(string sql)
    {
        using SqliteCommand command = Command(sql);
        command.ExecuteNonQuery();
    }

#pragma warning disable CA2100 // Every text is a constant of this namespace.
    public SqliteCommand Command(string sql) => new(sql, _connection);
#pragma warning restore CA2100

    public void Dispose()
    {
        if (_insert.IsValueCreated)
        {
            _insert.Value.Dispose();
        }

        _connection.Dispose();
    }

    private void Publish() => _states = [.. Epochs.Select(static e => e.State)];

    private void Insert(in LinkedRow entry) => _insert.Value.Run(entry);

    private void MakeTables()
    {
        if (Scalar("SELECT count(*) FROM sqlite_schema") > 0)
        {
            return;
        }

        InTransaction(() =>
        {
            Execute(string.Join(";", JournalSchema.Tables));
            Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {JournalSchema.ApplicationId}; PRAGMA user_version = {JournalSchema.Version};"));
        });
    }

    /// <summary>Looks whether the file is what <see cref="MakeTables"/> made, whether it can be written, and where that takes no time whether its pages hang together.</summary>
    private void CheckTables(bool isSmall)
    {
        var tables = new List<(long Page, string Sql)>();
        using (SqliteCommand command = Command("SELECT rootpage, sql FROM sqlite_schema ORDER BY rowid"))
        using (SqliteDataReader reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                tables.Add((reader[0] as long? ?? 0, reader[1] as string ?? ""));
            }
        }

        // The first page is the schema's own.
        bool fits = Scalar("PRAGMA application_id") == JournalSchema.ApplicationId && Scalar("PRAGMA user_version") == JournalSchema.Version
            && tables.SequenceEqual(JournalSchema.Tables.Select(static (sql, i) => (i + 2L, sql)));
        if (!fits)
        {
            throw SqliteFaults.Damaged("its tables are not those of this version");
        }

        if (isSmall && Text("PRAGMA integrity_check(1)") is var found and not "ok")
        {
            throw SqliteFaults.Damaged(found);
        }

        InTransaction(static () => { });
    }

    private long Scalar(string sql)
    {
        using SqliteCommand command = Command(sql);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private string Text(string sql)
    {
        using SqliteCommand command = Command(sql);
        return command.ExecuteScalar() as string ?? "";
    }
}

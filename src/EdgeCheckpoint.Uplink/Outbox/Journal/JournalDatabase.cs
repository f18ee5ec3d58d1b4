using System.Globalization;
using EdgeCheckpoint.Uplink.Outbox.Native;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>The journal file, opened for writing. One owner, one thread at a time. SQLite's failures come as <see cref="SqliteException"/>.</summary>
internal sealed class JournalDatabase : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Lazy<InsertStatement> _insert;
    private volatile EpochState[] _states = [];

    private JournalDatabase(SqliteConnection connection)
    {
        _connection = connection;
        _insert = new Lazy<InsertStatement>(() => new InsertStatement(connection), isThreadSafe: false);
    }

    public SqliteConnection Connection => _connection;

    /// <summary>All epochs this journal has rows or watermarks of, oldest first.</summary>
    public IReadOnlyList<JournalEpoch> Epochs { get; private set; } = [];

    /// <summary>The same as values, as of the last change; for any thread.</summary>
    public IReadOnlyList<EpochState> States => _states;

    /// <summary>The epoch that new events join.</summary>
    public JournalEpoch Current => Epochs[^1];

    /// <summary>Opens or creates the file; a file that is not this journal fails as damaged.</summary>
    /// <param name="dataSource">Of the folder.</param>
    /// <param name="firstOrdinal">Ordinal of the first epoch of a new file.</param>
    /// <param name="source">Topic prefix of the kiosk.</param>
    /// <param name="newEpoch">Names a new epoch.</param>
    public static JournalDatabase Open(string dataSource, int firstOrdinal, int checkpointPages, string source, Func<string> newEpoch, HashChain chain)
    {
        var connection = new SqliteConnection(JournalConnection.For(dataSource, SqliteOpenMode.ReadWriteCreate));
        try
        {
            connection.Open();
            var database = new JournalDatabase(connection);
            database.Execute(JournalSchema.Durable);
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA wal_autocheckpoint = {checkpointPages}"));
            database.CreateTables();
            database.ReadEpochs();
            if (database.Epochs.Count == 0)
            {
                database.BeginEpoch(firstOrdinal, newEpoch(), source, chain);
            }

            return database;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>New events join a new epoch from here on; rows of older epochs stay until they are acknowledged.</summary>
    public void BeginEpoch(int ordinal, string name, string source, HashChain chain)
    {
        using SqliteCommand command = Command("INSERT INTO epoch (ordinal, name, source, anchor_link) VALUES ($ordinal, $name, $source, $link)");
        command.Parameters.AddWithValue("$ordinal", ordinal);
        command.Parameters.AddWithValue("$source", source);
        command.Parameters.AddWithValue("$name", name);
        command.Parameters.AddWithValue("$link", chain.Start(name));
        command.ExecuteNonQuery();
        ReadEpochs();
    }

    public void ReadEpochs()
    {
        Epochs = JournalEpoch.ReadAll(_connection);
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

    /// <summary>Notes the district's watermark.</summary>
    public void Acknowledge(JournalEpoch epoch, long sequence)
    {
        using SqliteCommand command = Command("UPDATE epoch SET acked = $acked WHERE ordinal = $ordinal");
        command.Parameters.AddWithValue("$acked", sequence);
        command.Parameters.AddWithValue("$ordinal", epoch.Ordinal);
        command.ExecuteNonQuery();
        epoch.Acked = sequence;
        Publish();
    }

    /// <summary>Notes how far events may be sent.</summary>
    public void Reserve(JournalEpoch epoch, long sequence)
    {
        using SqliteCommand command = Command("UPDATE epoch SET sent = $sent WHERE ordinal = $ordinal");
        command.Parameters.AddWithValue("$sent", sequence);
        command.Parameters.AddWithValue("$ordinal", epoch.Ordinal);
        command.ExecuteNonQuery();
        epoch.Reserved = sequence;
    }

    /// <summary>Removes rows from the front of an epoch: at most <paramref name="limit"/>, none beyond <paramref name="last"/>, only those older than <paramref name="beforeMs"/>.</summary>
    /// <returns>How many are gone.</returns>
    public int RemoveFront(JournalEpoch epoch, long last, long beforeMs, int limit)
    {
        long end = epoch.Anchor;
        byte[] link = [];
        int count = 0;
        using (SqliteCommand select = Command("SELECT position, link FROM event WHERE position > $from AND position <= $to AND wall_ms < $before ORDER BY position LIMIT $limit"))
        {
            select.Parameters.AddWithValue("$from", new JournalPosition(epoch.Ordinal, epoch.Anchor).Value);
            select.Parameters.AddWithValue("$to", new JournalPosition(epoch.Ordinal, last).Value);
            select.Parameters.AddWithValue("$before", beforeMs);
            select.Parameters.AddWithValue("$limit", limit);
            using SqliteDataReader reader = select.ExecuteReader();
            while (reader.Read())
            {
                end = new JournalPosition(reader.GetInt64(0)).Sequence;
                link = (byte[])reader[1];
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
            using SqliteCommand anchor = Command("UPDATE epoch SET anchor = $anchor, anchor_link = $link WHERE ordinal = $ordinal");
            anchor.Parameters.AddWithValue("$anchor", end);
            anchor.Parameters.AddWithValue("$link", link);
            anchor.Parameters.AddWithValue("$ordinal", epoch.Ordinal);
            anchor.ExecuteNonQuery();
        });
        epoch.Anchor = end;
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

    public void Dispose()
    {
        if (_insert.IsValueCreated)
        {
            _insert.Value.Dispose();
        }

        _connection.Dispose();
    }

    private void Publish() => _states = [.. Epochs.Select(static e => e.State)];

    private void CreateTables()
    {
        if (Scalar("PRAGMA application_id") == JournalSchema.ApplicationId)
        {
            return;
        }

        InTransaction(() =>
        {
            Execute(JournalSchema.Tables);
            Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {JournalSchema.ApplicationId}; PRAGMA user_version = {JournalSchema.Version};"));
        });
    }

    private void Insert(in LinkedRow entry) => _insert.Value.Run(entry);

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

    private long Scalar(string sql)
    {
        using SqliteCommand command = Command(sql);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

#pragma warning disable CA2100 // Every text is a constant of this namespace.
    public SqliteCommand Command(string sql) => new(sql, _connection);
#pragma warning restore CA2100
}

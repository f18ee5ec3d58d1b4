using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>Reads the journal beside its writer, through a connection of its own. One thread at a time; after disposal every read throws <see cref="ObjectDisposedException"/>.</summary>
internal sealed class JournalReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _select;
    private bool _closed;

    public JournalReader(string dataSource, bool readOnly)
    {
        _connection = new SqliteConnection(JournalConnection.For(dataSource, readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite));
        try
        {
            _connection.Open();

            // The log is opened with the first read: should the files be deleted later, everything can still be read.
            Epochs();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }

        _select = new SqliteCommand("SELECT position, kind, wall_ms, payload, link FROM event WHERE position >= $from AND position <= $to ORDER BY position LIMIT $limit", _connection);
        foreach (string name in (string[])["$from", "$to", "$limit"])
        {
            _select.Parameters.Add(new SqliteParameter { ParameterName = name });
        }
    }

    public List<JournalEpoch> Epochs() => JournalEpoch.ReadAll(_connection);

    /// <summary>Rows in order, from <paramref name="from"/> to <paramref name="to"/>, both inclusive, at most <paramref name="limit"/>.</summary>
    public List<LinkedRow> Read(JournalPosition from, JournalPosition to, int limit)
    {
        // Asked of the command it would be an InvalidOperationException, which nobody can tell from a mistake.
        ObjectDisposedException.ThrowIf(_closed, this);
        var rows = new List<LinkedRow>();
        _select.Parameters[0].Value = from.Value;
        _select.Parameters[1].Value = to.Value;
        _select.Parameters[2].Value = limit;
        using SqliteDataReader reader = _select.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(Row(reader));
        }

        return rows;
    }

    /// <summary>From the columns position, kind, wall_ms, payload, link; what no event has there fails as damage.</summary>
    public static LinkedRow Row(SqliteDataReader reader) =>
        reader[0] is long position && reader[1] is string kind && reader[2] is long wallMs && reader[3] is byte[] payload
            ? new LinkedRow(new JournalRow(new JournalPosition(position), kind, wallMs, payload), HashChain.Link(reader[4]))
            : throw SqliteFaults.Damaged("the columns of an event");

    /// <summary>Last sequence of an epoch, not beyond <paramref name="last"/>, before the first that is surely younger than a wall time.</summary>
    /// <param name="wallMs">That time, Unix milliseconds. What is dated earlier counts as older only if nothing before it is younger: a clock that was not set dates new events early.</param>
    /// <param name="nowMs">What is dated later than now says nothing.</param>
    public long LastBefore(int ordinal, long last, long wallMs, long nowMs)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        using var command = new SqliteCommand("SELECT position FROM event WHERE position BETWEEN $from AND $to AND wall_ms BETWEEN $before AND $now ORDER BY position LIMIT 1", _connection);
        command.Parameters.AddWithValue("$from", new JournalPosition(ordinal, 0).Value);
        command.Parameters.AddWithValue("$to", new JournalPosition(ordinal, last).Value);
        command.Parameters.AddWithValue("$before", wallMs);
        command.Parameters.AddWithValue("$now", nowMs);
        return command.ExecuteScalar() is long young ? new JournalPosition(young).Sequence - 1 : last;
    }

    /// <summary>Positions of rows that could not be opened and were set aside.</summary>
    public List<JournalPosition> Quarantined()
    {
        var positions = new List<JournalPosition>();
        using var command = new SqliteCommand("SELECT position FROM quarantine ORDER BY position", _connection);
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            positions.Add(new JournalPosition(reader.GetInt64(0)));
        }

        return positions;
    }

    public void Dispose()
    {
        _closed = true;
        _select.Dispose();
        _connection.Dispose();
    }
}

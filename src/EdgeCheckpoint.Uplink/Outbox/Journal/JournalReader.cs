using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>Reads the journal beside its writer, through a connection of its own. One thread at a time.</summary>
internal sealed class JournalReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _select;

    public JournalReader(string dataSource)
    {
        _connection = new SqliteConnection(JournalConnection.For(dataSource, SqliteOpenMode.ReadWrite));
        _connection.Open();

        // The log is opened with the first read: should the files be deleted later, everything can still be read.
        Epochs();
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
        var rows = new List<LinkedRow>();
        _select.Parameters[0].Value = from.Value;
        _select.Parameters[1].Value = to.Value;
        _select.Parameters[2].Value = limit;
        using SqliteDataReader reader = _select.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(new LinkedRow(new JournalRow(new JournalPosition(reader.GetInt64(0)), reader.GetString(1), reader.GetInt64(2), (byte[])reader[3]), (byte[])reader[4]));
        }

        return rows;
    }

    public void Dispose()
    {
        _select.Dispose();
        _connection.Dispose();
    }
}

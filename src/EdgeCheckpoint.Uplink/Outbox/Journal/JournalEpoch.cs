using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>One epoch of the journal and how far it has come.</summary>
internal sealed class JournalEpoch(int ordinal, string name)
{
    /// <summary>Number of the epoch in this journal, from 1.</summary>
    public int Ordinal { get; } = ordinal;

    public string Name { get; } = name;

    /// <summary>The district's durable watermark.</summary>
    public long Acked { get; set; }

    /// <summary>Last sequence whose row is gone from the front.</summary>
    public long Anchor { get; set; }

    /// <summary>Last sequence appended; 0 before the first.</summary>
    public long Last { get; set; }

    /// <summary>Sequences that may be sent without noting it first.</summary>
    public long Reserved { get; set; }

    /// <summary>No event beyond this was sent before the journal was opened.</summary>
    public long SentBefore { get; init; }

    /// <summary>Topic prefix of the kiosk.</summary>
    public string Source { get; init; } = "";

    /// <summary>Link of the row at the anchor, as of opening.</summary>
    public byte[] AnchorLink { get; init; } = [];

    /// <summary>Link of the last row appended.</summary>
    public byte[] LastLink { get; set; } = [];

    public EpochState State => new(Ordinal, Name, Acked, Last, Math.Min(SentBefore, Last));

    public static List<JournalEpoch> ReadAll(SqliteConnection connection)
    {
        var epochs = new List<JournalEpoch>();
        using (var command = new SqliteCommand("SELECT ordinal, name, acked, anchor, anchor_link, sent, source FROM epoch ORDER BY ordinal", connection))
        using (SqliteDataReader reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                epochs.Add(new JournalEpoch(reader.GetInt32(0), reader.GetString(1))
                {
                    Acked = reader.GetInt64(2),
                    Anchor = reader.GetInt64(3),
                    Last = reader.GetInt64(3),
                    LastLink = (byte[])reader[4],
                    AnchorLink = (byte[])reader[4],
                    Source = reader.GetString(6),
                    Reserved = reader.GetInt64(5),
                    SentBefore = reader.GetInt64(5),
                });
            }
        }

        foreach (JournalEpoch epoch in epochs)
        {
            using var command = new SqliteCommand("SELECT position, link FROM event WHERE position BETWEEN $first AND $last ORDER BY position DESC LIMIT 1", connection);
            command.Parameters.AddWithValue("$first", new JournalPosition(epoch.Ordinal, 0).Value);
            command.Parameters.AddWithValue("$last", new JournalPosition(epoch.Ordinal, JournalPosition.MaxSequence).Value);
            using SqliteDataReader reader = command.ExecuteReader();
            if (reader.Read())
            {
                epoch.Last = new JournalPosition(reader.GetInt64(0)).Sequence;
                epoch.LastLink = (byte[])reader[1];
            }
        }

        return epochs;
    }
}

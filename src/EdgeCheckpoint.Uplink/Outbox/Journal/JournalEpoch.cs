using System.Globalization;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>One epoch of the journal and how far it has come.</summary>
/// <param name="source">Topic prefix of the kiosk.</param>
internal sealed class JournalEpoch(int ordinal, string name, string source)
{
    private const string Columns = "ordinal, name, source, acked, sent, anchor, anchor_link, whole, stamp";

    /// <summary>Number of the epoch in this journal, from 1.</summary>
    public int Ordinal { get; } = ordinal;

    public string Name { get; } = name;

    public string Source { get; } = source;

    /// <summary>The district's durable watermark.</summary>
    public long Acked { get; set; }

    /// <summary>Last sequence whose row is gone from the front.</summary>
    public long Anchor { get; set; }

    /// <summary>Link of the row at the anchor.</summary>
    public required byte[] AnchorLink { get; set; }

    /// <summary>Sequences that may be sent without noting it first.</summary>
    public long Reserved { get; set; }

    /// <summary>False while a salvage is still bringing it over.</summary>
    public bool IsWhole { get; set; } = true;

    /// <summary>Last sequence appended; 0 before the first.</summary>
    public long Last { get; set; }

    /// <summary>Link of the last row appended.</summary>
    public byte[] LastLink { get; set; } = [];

    /// <summary>Last sequence when the journal was opened.</summary>
    public long LastBefore { get; private set; }

    /// <summary>No event beyond this was sent before the journal was opened.</summary>
    public long SentBefore { get; private set; }

    /// <summary>As the file holds it.</summary>
    private byte[] Stamp { get; init; } = [];

    public EpochState State => new(Ordinal, Name, Acked, Last, SentBefore);

    /// <summary>Whether the file says of this epoch what this device, with this secret, wrote.</summary>
    public bool Fits(HashChain chain) => Stamp.AsSpan().SequenceEqual(StampBy(chain));

    /// <summary>Writes its marks, with their stamp.</summary>
    public void Save(SqliteConnection connection, HashChain chain)
    {
        using var command = new SqliteCommand("INSERT OR REPLACE INTO epoch (" + Columns + ") VALUES ($ordinal, $name, $source, $acked, $sent, $anchor, $link, $whole, $stamp)", connection);
        command.Parameters.AddWithValue("$ordinal", Ordinal);
        command.Parameters.AddWithValue("$name", Name);
        command.Parameters.AddWithValue("$source", Source);
        command.Parameters.AddWithValue("$acked", Acked);
        command.Parameters.AddWithValue("$sent", Reserved);
        command.Parameters.AddWithValue("$anchor", Anchor);
        command.Parameters.AddWithValue("$link", AnchorLink);
        command.Parameters.AddWithValue("$whole", IsWhole ? 1 : 0);
        command.Parameters.AddWithValue("$stamp", StampBy(chain));
        command.ExecuteNonQuery();
    }

    /// <summary>All epochs, oldest first. What cannot be an epoch, and rows that belong to none, fail as damage.</summary>
    public static List<JournalEpoch> ReadAll(SqliteConnection connection)
    {
        var epochs = new List<JournalEpoch>();
        using (var command = new SqliteCommand("SELECT " + Columns + " FROM epoch ORDER BY ordinal", connection))
        using (SqliteDataReader reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                epochs.Add(Read(reader));
            }
        }

        long next = long.MinValue;
        foreach (JournalEpoch epoch in epochs)
        {
            next = epoch.ReadEnd(connection, next);
        }

        return HasRow(connection, next) ? throw SqliteFaults.Damaged("events of an unknown epoch") : epochs;
    }

    private static JournalEpoch Read(SqliteDataReader reader)
    {
        if (reader[0] is long and > 0 and <= JournalPosition.MaxOrdinal && reader[1] is string name && reader[2] is string source
            && reader[3] is long acked && reader[4] is long sent && reader[5] is long anchor
            && reader[6] is byte[] { Length: HashChain.LinkBytes } link && reader[7] is long whole && reader[8] is byte[] stamp)
        {
            return new JournalEpoch(reader.GetInt32(0), name, source)
            {
                Acked = acked,
                Anchor = anchor,
                AnchorLink = link,
                Reserved = sent,
                IsWhole = whole != 0,
                Last = anchor,
                LastLink = link,
                Stamp = stamp,
            };
        }

        throw SqliteFaults.Damaged("the marks of an epoch");
    }

    /// <summary>Looks for its last row; fails when there is a row between <paramref name="from"/> and its first.</summary>
    /// <returns>Where the next epoch may begin.</returns>
    private long ReadEnd(SqliteConnection connection, long from)
    {
        long first = new JournalPosition(Ordinal, 0).Value, last = new JournalPosition(Ordinal, JournalPosition.MaxSequence).Value;
        using (var command = new SqliteCommand("SELECT position, link FROM event WHERE position BETWEEN $from AND $last ORDER BY position DESC LIMIT 1", connection))
        {
            command.Parameters.AddWithValue("$from", first);
            command.Parameters.AddWithValue("$last", last);
            using SqliteDataReader reader = command.ExecuteReader();
            if (reader.Read())
            {
                Last = new JournalPosition(reader.GetInt64(0)).Sequence;
                LastLink = HashChain.Link(reader[1]);
            }
        }

        (LastBefore, SentBefore) = (Last, Math.Min(Reserved, Last));
        return HasRow(connection, from, first - 1) ? throw SqliteFaults.Damaged("events of an unknown epoch") : last + 1;
    }

    private static bool HasRow(SqliteConnection connection, long from, long to = long.MaxValue)
    {
        using var command = new SqliteCommand("SELECT 1 FROM event WHERE position BETWEEN $from AND $to LIMIT 1", connection);
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$to", to);
        return command.ExecuteScalar() is not null;
    }

    private byte[] StampBy(HashChain chain) => chain.Stamp(string.Create(
        CultureInfo.InvariantCulture, $"epoch;{Ordinal};{Name};{Source};{Acked};{Reserved};{Anchor};{Convert.ToHexString(AnchorLink)};{IsWhole}"));
}

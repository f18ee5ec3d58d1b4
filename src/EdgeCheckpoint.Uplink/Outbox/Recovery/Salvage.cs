using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox.Recovery;

/// <summary>Brings what can be kept of an unusable generation into the journal in use, under its old keys, piece by piece beside the appends.</summary>
/// <remarks>Rows keep position, seal and link: only the holes between them are new. Doing it again changes nothing, so a cut in the middle is harmless.</remarks>
internal sealed class Salvage(ISalvageSource source, PayloadSeal seal, Site site)
{
    public const int SliceRows = 128;

    private readonly Dictionary<int, string> _epochs = [];

    /// <summary>Rows brought over.</summary>
    public long Kept { get; private set; }

    /// <summary>Rows that were found but are damaged, and sequences between the others that were not found.</summary>
    public long Lost { get; private set; }

    /// <summary>Pieces to be brought over; each is to be given to <see cref="Insert"/>.</summary>
    public IEnumerable<LinkedRow[]> Slices() => source.Rows().Where(IsGenuine).Chunk(SliceRows);

    public bool Insert(JournalDatabase target, LinkedRow[] slice, HashChain chain)
    {
        target.InTransaction(() =>
        {
            foreach ((int ordinal, string name) in _epochs)
            {
                using SqliteCommand epoch = target.Command("INSERT OR IGNORE INTO epoch (ordinal, name, source, anchor_link, sent) VALUES ($ordinal, $name, $source, $link, $sent)");
                epoch.Parameters.AddWithValue("$ordinal", ordinal);
                epoch.Parameters.AddWithValue("$name", name);
                epoch.Parameters.AddWithValue("$source", Topics.Prefix(site));
                epoch.Parameters.AddWithValue("$link", chain.Start(name));
                epoch.Parameters.AddWithValue("$sent", JournalPosition.MaxSequence);
                epoch.ExecuteNonQuery();
            }

            foreach (LinkedRow row in slice)
            {
                Kept += InsertRow(target, "INSERT OR IGNORE INTO event (position, kind, wall_ms, payload, link) VALUES ($position, $kind, $wall, $payload, $link)", row);
            }
        });
        return true;
    }

    /// <summary>Puts gap records where rows are missing between those that were found; to be called when all slices are in.</summary>
    /// <remarks>What is missing before the first row was most likely delivered and removed long ago; the gap record says so, and the district loses nothing by it.</remarks>
    public void FillHoles(JournalDatabase target)
    {
        foreach (int ordinal in _epochs.Keys)
        {
            target.InTransaction(() =>
            {
                List<(long First, long Last, long WallMs)> holes = Holes(target, ordinal);
                foreach ((long first, long last, long wallMs) in holes)
                {
                    var position = new JournalPosition(ordinal, last);
                    string cause = first == 1 ? "not found after damage; may have been delivered before" : "lost to a damaged journal";
                    var row = new JournalRow(position, Contract.Events.GapEvent.KindName, wallMs, GapRow.Payload(seal, position, first, cause));
                    InsertRow(target, "INSERT INTO event (position, kind, wall_ms, payload, link) VALUES ($position, $kind, $wall, $payload, $link)", new LinkedRow(row, new byte[HashChain.LinkBytes]));
                    Lost += first == 1 ? 0 : last - first + 1;
                }
            });
        }
    }

    private bool IsGenuine(LinkedRow row)
    {
        if (!seal.TryOpen(row.Row.Position, row.Row.Payload, out byte[] json))
        {
            return false;
        }

        if (row.Row.Kind == Contract.Events.GapEvent.KindName)
        {
            return _epochs.ContainsKey(row.Row.Position.Ordinal);
        }

        if (!EnvelopeCodec.TryDecode(json, out Envelope envelope, out _) || envelope.Key.Device != site.Device || envelope.Key.Sequence != row.Row.Position.Sequence)
        {
            return false;
        }

        _epochs.TryAdd(row.Row.Position.Ordinal, envelope.Key.Epoch);
        return true;
    }

    private static List<(long First, long Last, long WallMs)> Holes(JournalDatabase target, int ordinal)
    {
        var holes = new List<(long, long, long)>();
        long next = 1;
        using SqliteCommand command = target.Command("SELECT position, kind, wall_ms FROM event WHERE position BETWEEN $first AND $last ORDER BY position");
        command.Parameters.AddWithValue("$first", new JournalPosition(ordinal, 0).Value);
        command.Parameters.AddWithValue("$last", new JournalPosition(ordinal, JournalPosition.MaxSequence).Value);
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            long sequence = new JournalPosition(reader.GetInt64(0)).Sequence;
            bool covered = reader.GetString(1) == Contract.Events.GapEvent.KindName;
            if (sequence > next && !covered)
            {
                holes.Add((next, sequence - 1, reader.GetInt64(2)));
            }

            next = sequence + 1;
        }

        return holes;
    }

    private static int InsertRow(JournalDatabase target, string sql, LinkedRow row)
    {
        using SqliteCommand command = target.Command(sql);
        command.Parameters.AddWithValue("$position", row.Row.Position.Value);
        command.Parameters.AddWithValue("$kind", row.Row.Kind);
        command.Parameters.AddWithValue("$wall", row.Row.WallMs);
        command.Parameters.AddWithValue("$payload", row.Row.Payload);
        command.Parameters.AddWithValue("$link", row.Link);
        return command.ExecuteNonQuery();
    }
}

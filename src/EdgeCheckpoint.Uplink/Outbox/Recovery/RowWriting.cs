using EdgeCheckpoint.Uplink.Outbox.Journal;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox.Recovery;

/// <summary>Rows that come into the journal otherwise than at its end.</summary>
internal static class RowWriting
{
    /// <returns>1, or 0 when there is a row already and that is no fault.</returns>
    public static int Insert(JournalDatabase database, in LinkedRow row, bool orIgnore)
    {
        using SqliteCommand command = database.Command(orIgnore
            ? "INSERT OR IGNORE INTO event (position, kind, wall_ms, payload, link) VALUES ($position, $kind, $wall, $payload, $link)"
            : "INSERT INTO event (position, kind, wall_ms, payload, link) VALUES ($position, $kind, $wall, $payload, $link)");
        return Run(command, row);
    }

    /// <summary>Puts a gap record in the place of the row at its position.</summary>
    public static void Replace(JournalDatabase database, in LinkedRow gap)
    {
        using SqliteCommand command = database.Command("UPDATE event SET kind = $kind, wall_ms = $wall, payload = $payload, link = $link WHERE position = $position");
        Run(command, gap);
    }

    private static int Run(SqliteCommand command, in LinkedRow row)
    {
        command.Parameters.AddWithValue("$position", row.Row.Position.Value);
        command.Parameters.AddWithValue("$kind", row.Row.Kind);
        command.Parameters.AddWithValue("$wall", row.Row.WallMs);
        command.Parameters.AddWithValue("$payload", row.Row.Payload);
        command.Parameters.AddWithValue("$link", row.Link);
        return command.ExecuteNonQuery();
    }
}

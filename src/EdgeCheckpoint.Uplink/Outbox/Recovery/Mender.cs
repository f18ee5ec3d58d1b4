using EdgeCheckpoint.Uplink.Outbox.Journal;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox.Recovery;

/// <summary>Puts gap records where a reader found rows missing or closed to this device, so that everything behind them can be delivered. Used under the commit lock.</summary>
internal sealed class Mender(PayloadSeal seal, Salvager salvager, Action<string, string> alarm)
{
    /// <summary>Rows kept as they were found, the newest.</summary>
    private const int MostQuarantined = 256;

    public void Mend(JournalDatabase database, Flaw flaw)
    {
        LinkedRow row = flaw.Row;
        string epoch = database.Epochs.First(e => e.Ordinal == row.Row.Position.Ordinal).Name;
        var last = new JournalPosition(row.Row.Position.Ordinal, flaw.Last);
        if (flaw.IsClosedRow)
        {
            LinkedRow gap = new GapRow(flaw.First, epoch, "lost to a damaged row").Close(seal, last, row.Row.WallMs, row.Link);
            database.InTransaction(() =>
            {
                SetAside(database, row);
                RowWriting.Replace(database, gap);
            });
            alarm(OutboxAlarms.Replaced, $"Event {flaw.Last} in the journal is damaged or forged; it is kept in quarantine, and a gap record stands for it.");
        }
        else
        {
            LinkedRow gap = new GapRow(flaw.First, epoch, "missing from the journal").Close(seal, last, row.Row.WallMs, new byte[HashChain.LinkBytes]);
            RowWriting.Insert(database, gap, orIgnore: false);
            alarm(OutboxAlarms.Replaced, $"Events {flaw.First} to {flaw.Last} are missing from the journal; a gap record stands for them.");
        }

        salvager.CountLost(flaw.Last - flaw.First + 1);
    }

    private static void SetAside(JournalDatabase database, in LinkedRow row)
    {
        using SqliteCommand aside = database.Command(
            "INSERT OR REPLACE INTO quarantine SELECT position, 1 + (SELECT coalesce(max(found), 0) FROM quarantine), kind, wall_ms, payload, link FROM event WHERE position = $position AND payload = $payload");
        aside.Parameters.AddWithValue("$position", row.Row.Position.Value);
        aside.Parameters.AddWithValue("$payload", row.Row.Payload);
        if (aside.ExecuteNonQuery() == 0)
        {
            throw SqliteFaults.Damaged("a row is not found where it was read");
        }

        using SqliteCommand trim = database.Command("DELETE FROM quarantine WHERE found <= (SELECT max(found) FROM quarantine) - $most");
        trim.Parameters.AddWithValue("$most", MostQuarantined);
        trim.ExecuteNonQuery();
    }
}

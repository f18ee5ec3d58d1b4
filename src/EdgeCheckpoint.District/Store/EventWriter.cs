using System.Security.Cryptography;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.District.Store;

/// <summary>The store's insert statements, prepared once.</summary>
internal sealed class EventWriter(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand _event = Prepare(connection, """
        INSERT INTO event (device, epoch, sequence, district, checkpoint, kind, verdict, time_ms, clock, replay, received_ms, payload)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (device, epoch, sequence) DO NOTHING RETURNING id
        """, 12);

    private readonly SqliteCommand _quarantine = Prepare(connection, """
        INSERT INTO quarantine (topic, device, epoch, sequence, received_ms, error, digest, payload)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
        """, 8);

    private readonly SqliteCommand _journal = Prepare(connection, """
        INSERT INTO journal (device, epoch, district, checkpoint, watermark, seen_ms) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (device, epoch) DO UPDATE SET
          district = excluded.district, checkpoint = excluded.checkpoint, watermark = excluded.watermark, seen_ms = excluded.seen_ms
        """, 6);

    /// <summary>A kiosk that must drop more and more makes its gap grow.</summary>
    private readonly SqliteCommand _gap = Prepare(connection, """
        INSERT INTO gap (device, epoch, first, last, cause) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (device, epoch, first) DO UPDATE SET last = max(last, excluded.last)
        """, 5);

    /// <summary>
    /// An older event that arrives late, out of a backlog, never undoes a newer word on the same alarm. Within a journal the sequence decides.
    /// Between two of one kiosk a live event is the newer, since only the journal in use has any; of the others the kiosk's clock decides.
    /// </summary>
    private readonly SqliteCommand _alarm = Prepare(connection, """
        INSERT INTO alarm (device, code, active, detail, since_ms, epoch, sequence) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (device, code) DO UPDATE SET
          active = excluded.active, detail = excluded.detail, since_ms = excluded.since_ms, epoch = excluded.epoch, sequence = excluded.sequence
        WHERE CASE WHEN excluded.epoch = alarm.epoch THEN excluded.sequence > alarm.sequence ELSE $8 OR excluded.since_ms >= alarm.since_ms END
        """, 8);

    /// <summary>All that follows belongs to this transaction.</summary>
    internal void Join(SqliteTransaction transaction)
    {
        foreach (SqliteCommand command in All)
        {
            command.Transaction = transaction;
        }
    }

    /// <returns>Id of the new row; null when the event was there already.</returns>
    internal long? Insert(IncomingEvent incoming, Envelope envelope)
    {
        string? verdict = envelope.Data is ScanEvent scan ? Words.Of(scan.Verdict) : null;
        object? id = Bind(_event,
            envelope.Key.Device, envelope.Key.Epoch, envelope.Key.Sequence, incoming.Site.District, incoming.Site.Checkpoint,
            envelope.Data.Kind, verdict, envelope.Time.Wall.ToUnixTimeMilliseconds(), Words.Of(envelope.Time.Clock), Words.Of(envelope.Replay),
            incoming.ReceivedAt.ToUnixTimeMilliseconds(), incoming.Payload.ToArray()).ExecuteScalar();
        return id as long?;
    }

    internal void Note(EventKey key, Envelope envelope)
    {
        switch (envelope.Data)
        {
            case AlarmEvent alarm:
                Bind(_alarm, key.Device, alarm.Code, alarm.Active ? 1 : 0, alarm.Detail, envelope.Time.Wall.ToUnixTimeMilliseconds(), key.Epoch, key.Sequence,
                    envelope.Replay == Replay.Live).ExecuteNonQuery();
                break;
            case GapEvent gap:
                NoteGap(key.Device, key.Epoch, gap.First, gap.Last, gap.Cause);
                break;
            default:
                break;
        }
    }

    internal void NoteGap(string device, string epoch, long first, long last, string cause) =>
        Bind(_gap, device, epoch, first, last, cause).ExecuteNonQuery();

    internal void Quarantine(IncomingEvent incoming) =>
        Bind(_quarantine, incoming.Topic, incoming.Site.Device, incoming.Key?.Epoch, incoming.Key?.Sequence,
            incoming.ReceivedAt.ToUnixTimeMilliseconds(), incoming.Error, SHA256.HashData(incoming.Payload.Span), incoming.Payload.ToArray()).ExecuteNonQuery();

    internal void SetWatermark(Site site, string epoch, long watermark, DateTimeOffset seen) =>
        Bind(_journal, site.Device, epoch, site.District, site.Checkpoint, watermark, seen.ToUnixTimeMilliseconds()).ExecuteNonQuery();

    public void Dispose()
    {
        foreach (SqliteCommand command in All)
        {
            command.Dispose();
        }
    }

    private SqliteCommand[] All => [_event, _quarantine, _journal, _gap, _alarm];

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, int parameters)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Only the constants above come here.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter($"${i}", null));
        }

        return command;
    }

    private static SqliteCommand Bind(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}

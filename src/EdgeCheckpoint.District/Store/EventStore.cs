using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.District.Store;

/// <summary>The district's memory: every event once, whatever arrives how often, and how far each kiosk's journal is known without a hole.</summary>
/// <remarks>SQLite in WAL mode, synced at every commit. One writer at a time; readers use <see cref="EventReader"/>.</remarks>
public sealed class EventStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly EventWriter _writer;
    private readonly Dictionary<(string Device, string Epoch), Watermark> _watermarks = [];
    private bool _inStep;

    private EventStore(string file, SqliteConnection connection)
    {
        (File, _connection) = (file, connection);
        _writer = new EventWriter(connection);
    }

    public string File { get; }

    /// <summary>Opens the store; makes it when it is not there.</summary>
    /// <exception cref="InvalidDataException">The file is a newer version's.</exception>
    /// <exception cref="SqliteException">The file cannot be opened or is no database.</exception>
    public static EventStore Open(string file)
    {
        SQLitePCL.Batteries_V2.Init();
        var store = new EventStore(file, StoreConnection.Open(file));
        store.LoadWatermarks();
        store._inStep = true;
        return store;
    }

    /// <summary>Stores a batch in one transaction; when it returns, all of it is on the disk and may be acknowledged.</summary>
    /// <exception cref="SqliteException">Nothing of the batch was stored; it may be tried again.</exception>
    public CommitResult Commit(IReadOnlyList<IncomingEvent> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Write(transaction => CommitLocked(batch, transaction));
    }

    /// <summary>
    /// Takes over the district's own earlier word on a journal when this store knows less, because it is new or came from a backup:
    /// the kiosk has rightly forgotten those events and will never send them again. What is missing is written down as a gap.
    /// </summary>
    /// <returns>Whether it was news.</returns>
    public bool Adopt(Site site, DurableAck ack, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(ack);
        return Write(transaction =>
        {
            Watermark watermark = WatermarkOf(site.Device, ack.Epoch);
            if (ack.Sequence <= watermark.Value)
            {
                return false;
            }

            _writer.NoteGap(site.Device, ack.Epoch, watermark.Value + 1, ack.Sequence, "acknowledged earlier by this district, not in this store");
            watermark.Cover(watermark.Value + 1, ack.Sequence);
            _writer.SetWatermark(site, ack.Epoch, watermark.Value, at);
            transaction.Commit();
            return true;
        });
    }

    /// <summary>Latest word to every kiosk on the journal it was last heard of with.</summary>
    public IReadOnlyList<(Site Site, DurableAck Ack)> CurrentAcks()
    {
        lock (_gate)
        {
            using SqliteCommand command = _connection.CreateCommand();
            command.CommandText = "SELECT district, checkpoint, device, epoch, watermark, max(seen_ms) FROM journal GROUP BY device";
            using SqliteDataReader row = command.ExecuteReader();
            List<(Site, DurableAck)> acks = [];
            while (row.Read())
            {
                acks.Add((new Site(row.GetString(0), row.GetString(1), row.GetString(2)), new DurableAck(row.GetString(3), row.GetInt64(4))));
            }

            return acks;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _writer.Dispose();
            _connection.Dispose();
        }
    }

    /// <summary>Works in one transaction. The watermarks in memory run ahead of the file until it is committed; where that fails they are read again first.</summary>
    private T Write<T>(Func<SqliteTransaction, T> work)
    {
        lock (_gate)
        {
            if (!_inStep)
            {
                LoadWatermarks();
            }

            _inStep = false;
            using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
            _writer.Join(transaction);
            T result = work(transaction);
            _inStep = true;
            return result;
        }
    }

    private CommitResult CommitLocked(IReadOnlyList<IncomingEvent> batch, SqliteTransaction transaction)
    {
        List<StoredEvent> added = [];
        Dictionary<(string Device, string Epoch), Site> touched = [];
        int duplicates = 0;
        int quarantined = 0;
        foreach (IncomingEvent incoming in batch)
        {
            if (incoming.Envelope is not { } envelope)
            {
                quarantined++;
                _writer.Quarantine(incoming);
            }
            else if (_writer.Insert(incoming, envelope) is { } id)
            {
                _writer.Note(envelope.Key, envelope);
                added.Add(Stored(id, incoming, envelope));
            }
            else
            {
                duplicates++;
                if (envelope.Data is GapEvent { First: var first } replaced && first < replaced.Last)
                {
                    // The event that the gap record took the place of is here already; those before it are not.
                    _writer.NoteGap(envelope.Key.Device, envelope.Key.Epoch, first, replaced.Last - 1, replaced.Cause);
                }
            }

            if (incoming.Key is { } key)
            {
                touched[(key.Device, key.Epoch)] = incoming.Site;
                Watermark watermark = WatermarkOf(key.Device, key.Epoch);
                watermark.Add(key.Sequence);
                if (incoming.Envelope?.Data is GapEvent gap)
                {
                    watermark.Cover(gap.First, gap.Last);
                }
            }
        }

        List<(Site, DurableAck)> acks = [];
        foreach (((string device, string epoch) journal, Site site) in touched)
        {
            long value = _watermarks[journal].Value;
            _writer.SetWatermark(site, journal.epoch, value, batch[^1].ReceivedAt);
            acks.Add((site, new DurableAck(journal.epoch, value)));
        }

        transaction.Commit();
        return new CommitResult(added, acks, duplicates, quarantined);
    }

    private static StoredEvent Stored(long id, IncomingEvent incoming, Envelope envelope) => new(
        id, incoming.Site, envelope.Key, envelope.Data.Kind, envelope.Data is ScanEvent scan ? Words.Of(scan.Verdict) : null,
        envelope.Time.Wall, envelope.Time.Clock, envelope.Replay, incoming.ReceivedAt, incoming.Payload);

    private Watermark WatermarkOf(string device, string epoch)
    {
        if (!_watermarks.TryGetValue((device, epoch), out Watermark? watermark))
        {
            watermark = new Watermark(0);
            _watermarks.Add((device, epoch), watermark);
        }

        return watermark;
    }

    private void LoadWatermarks()
    {
        _watermarks.Clear();
        Read("SELECT device, epoch, watermark FROM journal", row => _watermarks.Add((row.GetString(0), row.GetString(1)), new Watermark(row.GetInt64(2))));
        Read("""
            SELECT e.device, e.epoch, e.sequence FROM event e JOIN journal j ON j.device = e.device AND j.epoch = e.epoch WHERE e.sequence > j.watermark
            UNION
            SELECT q.device, q.epoch, q.sequence FROM quarantine q JOIN journal j ON j.device = q.device AND j.epoch = q.epoch WHERE q.sequence > j.watermark
            """, row => _watermarks[(row.GetString(0), row.GetString(1))].Add(row.GetInt64(2)));
        Read("SELECT g.device, g.epoch, g.first, g.last FROM gap g JOIN journal j ON j.device = g.device AND j.epoch = g.epoch WHERE g.last > j.watermark",
            row => _watermarks[(row.GetString(0), row.GetString(1))].Cover(row.GetInt64(2), row.GetInt64(3)));
    }

    private void Read(string sql, Action<SqliteDataReader> take)
    {
        using SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // Only the constants above come here.
        command.CommandText = sql;
#pragma warning restore CA2100
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            take(row);
        }
    }
}

using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using EdgeCheckpoint.Uplink.Outbox.Recovery;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>The durable journal of a kiosk, on SQLite. What it accepted survives a power cut and reaches the district.</summary>
/// <remarks>
/// Faults while running: a full disk or budget is handled by the policy; a failed or read-only disk fails the append and is tried again with the next;
/// a damaged or deleted file is left behind at once for a new one with a new epoch, and what can be read of it is brought over beside the appends.
/// </remarks>
public sealed class SqliteOutbox : IOutbox, IEventSource, IDisposable
{
    private const int GroupLimit = 256;

    /// <summary>One more commit for this many events sent.</summary>
    private const int SendReserve = 4096;

    private const int RemoveLimit = 512;

    private readonly OutboxOptions _options;
    private readonly TimeProvider _time;
    private readonly PayloadSeal _seal;
    private readonly HashChain _chain;
    private readonly GroupCommit<PendingEvent> _group;
    private readonly SpaceKeeper _space;
    private readonly Salvager _salvager;
    private readonly JournalOwner _owner;
    private readonly PendingAlarms _alarms = new();
    private readonly Wakeup _appended = new();

    public SqliteOutbox(OutboxOptions options, TimeProvider time)
        : this(options, time, new JournalFolder((options ?? throw new ArgumentNullException(nameof(options))).Folder))
    {
    }

    /// <param name="folder">The folder to use instead of the options' own, such as a simulated one.</param>
    public SqliteOutbox(OutboxOptions options, TimeProvider time, IJournalFolder folder)
    {
        ArgumentNullException.ThrowIfNull(options);
        JournalKeys keys = JournalKeys.Derive(options.Secret.Span);
        _options = options;
        _time = time;
        _seal = new PayloadSeal(keys.Seal, options.Site.Device);
        _chain = new HashChain(keys.Chain);
        _space = new SpaceKeeper(options, _seal);
        _salvager = new Salvager(folder, options, _chain, _seal, _alarms.Raise);
        _owner = new JournalOwner(folder, options, _chain, _salvager, _alarms.Raise);
        _group = new GroupCommit<PendingEvent>(new GroupWriter(options, _owner, _space, _seal, _chain, _alarms).Write, GroupLimit);
        _salvager.Work = work => _group.Between(() => _owner.Journal is not null && _owner.Work(work));
    }

    /// <summary>Completes when everything that can be kept of damaged generations has been brought over.</summary>
    internal Task Salvaged => _salvager.Done;

    /// <summary>Opens the journal, so that a fault shows at start. An append opens it too.</summary>
    public OutboxFault Open() => _group.Between(_owner.Ensure);

    public OutboxResult Append(CheckpointEvent data, EventTime time)
    {
        ArgumentNullException.ThrowIfNull(data);
        var entry = new PendingEvent(data, time);
        _group.Run(entry);
        if (entry.Result.Fault == OutboxFault.None)
        {
            _appended.Signal();
        }

        return entry.Result;
    }

    public IReadOnlyList<EpochState> Epochs() => _owner.Journal is { } open
        ? open.Database.States
        : _group.Between(() => _owner.Ensure() == OutboxFault.None ? _owner.Journal!.Database.States : []);

    public IReadOnlyList<StoredEvent> Read(JournalPosition from, JournalPosition to, int limit)
    {
        if (_owner.Journal is not { } journal)
        {
            return [];
        }

        var events = new List<StoredEvent>();
        List<LinkedRow> damaged = [];
        try
        {
            lock (journal.Reader)
            {
                Dictionary<int, string> names = journal.Database.States.ToDictionary(static e => e.Ordinal, static e => e.Epoch);
                foreach (LinkedRow row in journal.Reader.Read(from, to, limit))
                {
                    var key = new EventKey(_options.Site.Device, names[row.Row.Position.Ordinal], row.Row.Position.Sequence);
                    if (EventReading.TryRead(_options.Site, _seal, key, row.Row, out StoredEvent stored))
                    {
                        events.Add(stored);
                    }
                    else
                    {
                        damaged.Add(row);
                        break;
                    }
                }
            }
        }
        catch (SqliteException e)
        {
            _group.Between(() => _owner.Leave(journal, e));
            return [];
        }
        catch (ObjectDisposedException)
        {
            // The journal was replaced meanwhile; the next read sees the new one.
            return [];
        }

        damaged.ForEach(row => _group.Between(() => ReplaceDamaged(journal, row)));
        return events;
    }

    public void MarkSent(JournalPosition position) => Work(database =>
    {
        JournalEpoch? epoch = database.Epochs.FirstOrDefault(e => e.Ordinal == position.Ordinal);
        if (epoch is not null && position.Sequence > epoch.Reserved)
        {
            database.Reserve(epoch, position.Sequence + SendReserve);
        }

        return false;
    });

    public void Acknowledge(string epoch, long watermark)
    {
        while (Work(database => AcknowledgeSome(database, epoch, watermark)))
        {
            // One slice at a time, so that an append never waits for more.
        }
    }

    public void BeginEpochAfterSetBack(string epoch, long watermark)
    {
        Work(database =>
        {
            JournalEpoch? old = database.Epochs.FirstOrDefault(e => e.Name == epoch);
            if (old is null || watermark <= old.Last || old != database.Current)
            {
                return false;
            }

            database.BeginEpoch(old.Ordinal + 1, JournalOwner.NewEpochName(), old.Source, _chain);
            _alarms.Raise(OutboxAlarms.SetBack, $"The district holds events up to {watermark} of epoch {epoch}, the journal only to {old.Last}: it was set back. Epoch {database.Current.Name} begins; what was not acknowledged goes out again under new keys.");
            return false;
        });
        MoveWaiting(epoch);
    }

    public QueueHealth Queue() => _group.Between(() => new QueueHealth
    {
        Events = _owner.Journal?.Database.Epochs.Sum(static e => e.Last - e.Acked) ?? 0,
        OldestSeconds = OldestSeconds(),
        Bytes = _space.UsedBytes,
        BudgetBytes = _options.BudgetBytes,
        Dropped = _space.Dropped + _salvager.Lost,
    });

    /// <summary>Removes what the district has acknowledged, without waiting for the retention time.</summary>
    /// <returns>How many events are gone; nothing while the journal cannot be opened.</returns>
    public long Prune()
    {
        long removed = 0;
        while (Work(database =>
        {
            int some = database.Epochs.Sum(e => database.RemoveFront(e, e.Acked, long.MaxValue, RemoveLimit));
            removed += some;
            return some > 0;
        }))
        {
            // One slice at a time, so that an append never waits for more.
        }

        return removed;
    }

    private long OldestSeconds()
    {
        try
        {
            long? wallMs = _owner.Journal?.Database.OldestWaitingWallMs();
            return wallMs is { } ms ? Math.Max(0, (_time.GetUtcNow().ToUnixTimeMilliseconds() - ms) / 1000) : 0;
        }
        catch (SqliteException)
        {
            return 0;
        }
    }

    public Task WaitForAppendAsync(CancellationToken cancellationToken) => _appended.WaitAsync(cancellationToken);

    public void Dispose() => _group.Between(() =>
    {
        _owner.Dispose();
        _seal.Dispose();
        _chain.Dispose();
        return true;
    });

    /// <summary>Works on the journal between two commits; false when that fails.</summary>
    private bool Work(Func<JournalDatabase, bool> work) => _group.Between(() => _owner.Work(work));

    private bool AcknowledgeSome(JournalDatabase database, string name, long watermark)
    {
        JournalEpoch? epoch = database.Epochs.FirstOrDefault(e => e.Name == name);
        if (epoch is null || watermark > epoch.Last)
        {
            return false;
        }

        if (watermark > epoch.Acked)
        {
            database.Acknowledge(epoch, watermark);
        }

        long before = _options.RetainAcknowledged == TimeSpan.Zero
            ? long.MaxValue
            : _time.GetUtcNow().Subtract(_options.RetainAcknowledged).ToUnixTimeMilliseconds();
        return database.RemoveFront(epoch, epoch.Acked, before, RemoveLimit) == RemoveLimit;
    }

    private bool ReplaceDamaged(OpenJournal journal, LinkedRow row)
    {
        if (_owner.Journal != journal)
        {
            return false;
        }

        try
        {
            _space.WriteGap(journal.Database, row.Row.Position, row.Row.Position.Sequence, "lost to a damaged row");
            _salvager.CountLost(1);
            _alarms.Raise(OutboxAlarms.Replaced, $"Event {row.Row.Position.Sequence} in the journal is damaged; a gap record stands for it.");
        }
        catch (SqliteException e)
        {
            _owner.Leave(journal, e);
        }

        return true;
    }

    /// <summary>Appends again, in the current epoch, what an older epoch still holds; then lets go of it there.</summary>
    private void MoveWaiting(string epoch)
    {
        while (Epochs().FirstOrDefault(e => e.Epoch == epoch) is { Waiting: > 0 } old)
        {
            var from = new JournalPosition(old.Ordinal, old.Acked + 1);
            IReadOnlyList<StoredEvent> events = Read(from, new JournalPosition(old.Ordinal, old.Last), GroupLimit);
            foreach (StoredEvent stored in events)
            {
                if (EnvelopeCodec.TryDecode(stored.Json, out Envelope envelope, out _)
                    && Append(envelope.Data, envelope.Time).Fault != OutboxFault.None)
                {
                    return;
                }
            }

            if (events.Count == 0)
            {
                return;
            }

            Acknowledge(epoch, events[^1].Position.Sequence);
        }
    }
}

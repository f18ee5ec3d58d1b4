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

    private static readonly TimeSpan BetweenUpkeeps = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    private readonly OutboxOptions _options;
    private readonly TimeProvider _time;
    private readonly PayloadSeal _seal;
    private readonly HashChain _chain;
    private readonly GroupCommit<PendingEvent> _group;
    private readonly SpaceKeeper _space;
    private readonly Salvager _salvager;
    private readonly Mender _mender;
    private readonly JournalOwner _owner;
    private readonly EventReading _reading;
    private readonly PendingAlarms _alarms = new();
    private readonly Wakeup _appended = new();
    private readonly ITimer _upkeep;
    private long? _sweptAt;

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
        _chain = new HashChain(keys.Chain, options.Site.Device);
        _reading = new EventReading(options.Site, _seal);
        var disk = new DiskRoom(folder);
        _space = new SpaceKeeper(options, disk, _seal);
        _salvager = new Salvager(folder, options, _seal, time, _alarms.Raise);
        _mender = new Mender(_seal, _salvager, _alarms.Raise);
        _owner = new JournalOwner(folder, options, _chain, disk, _salvager, _alarms.Raise);
        _group = new GroupCommit<PendingEvent>(new GroupWriter(options, _owner, _space, _seal, _chain, _alarms).Write, GroupLimit);
        _salvager.Work = WorkIfOpen;
        _upkeep = time.CreateTimer(static o => ((SqliteOutbox)o!).Upkeep(), this, BetweenUpkeeps, BetweenUpkeeps);
    }

    /// <summary>Completes when everything that can be kept of damaged generations has been brought over, or when this is disposed.</summary>
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
        Flaw? flaw = null;
        List<StoredEvent> events = Reading(journal => _reading.Read(journal.Reader, journal.Database.States, from, to, limit, out flaw), []);
        if (flaw is not null)
        {
            WorkIfOpen(database => Mend(database, from, to, limit));
        }

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
            if (old is null || watermark <= old.LastBefore || old != database.Current)
            {
                return false;
            }

            database.BeginEpoch(old.Ordinal + 1, OpenJournal.NewEpochName(), old.Source);
            _alarms.Raise(OutboxAlarms.SetBack, $"The district holds events up to {watermark} of epoch {epoch}, the journal held them only to {old.LastBefore} when it was opened: it was set back. Epoch {database.Current.Name} begins; what was not acknowledged goes out again under new keys.");
            return false;
        });
        new WaitingMove(this, this, _time).Move(epoch);
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
            int some = database.Epochs.Sum(e => database.RemoveFront(e, e.Acked, RemoveLimit));
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

    public void Dispose()
    {
        _upkeep.Dispose();
        _salvager.Stop();
        _group.Between(() =>
        {
            _owner.Dispose();
            _seal.Dispose();
            _chain.Dispose();
            return true;
        });
    }

    /// <summary>Works on the journal between two commits; false when that fails.</summary>
    private bool Work(Func<JournalDatabase, bool> work) => _group.Between(() => _owner.Work(work));

    /// <summary>The same for what nobody asked for, so that it opens nothing, least of all what was disposed meanwhile.</summary>
    private bool WorkIfOpen(Func<JournalDatabase, bool> work) => _group.Between(() => _owner.Journal is not null && _owner.Work(work));

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

        // Where they are kept for a while, a sweep removes them in due time.
        return _options.RetainAcknowledged == TimeSpan.Zero && database.RemoveFront(epoch, epoch.Acked, RemoveLimit) == RemoveLimit;
    }

    /// <summary>Reads beside the appends; <paramref name="none"/> when the journal cannot be read now.</summary>
    private T Reading<T>(Func<OpenJournal, T> read, T none)
    {
        if (_owner.Journal is not { } journal)
        {
            return none;
        }

        try
        {
            lock (journal.Reader)
            {
                return read(journal);
            }
        }
        catch (SqliteException e)
        {
            _group.Between(() => _owner.Leave(journal, e));
        }
        catch (ObjectDisposedException)
        {
            // The journal was replaced meanwhile; the next read sees the new one.
        }

        return none;
    }

    /// <summary>Looks once more, now that nothing changes meanwhile: what seemed missing may have been delivered and removed, or mended by another reader.</summary>
    private bool Mend(JournalDatabase database, JournalPosition from, JournalPosition to, int limit)
    {
        JournalReader reader = _owner.Journal!.Reader;
        Flaw? flaw;
        lock (reader)
        {
            _reading.Read(reader, database.States, from, to, limit, out flaw);
        }

        if (flaw is { } found)
        {
            _mender.Mend(database, found);
        }

        return flaw is not null;
    }

    /// <summary>What must be done now and then, whoever comes or does not come.</summary>
    private void Upkeep()
    {
        bool isOpen = _group.Between(() =>
        {
            _owner.Upkeep();
            return _owner.Journal is not null;
        });
        if (isOpen && (_sweptAt is not { } swept || _time.GetElapsedTime(swept) >= BetweenSweeps))
        {
            _sweptAt = _time.GetTimestamp();
            Sweep();
        }
    }

    /// <summary>Removes acknowledged events whose time is over, from all epochs.</summary>
    private void Sweep()
    {
        DateTimeOffset now = _time.GetUtcNow();
        long before = _options.RetainAcknowledged == TimeSpan.Zero ? long.MaxValue : now.Subtract(_options.RetainAcknowledged).ToUnixTimeMilliseconds();
        foreach (EpochState epoch in Reading(static journal => journal.Database.States, []))
        {
            long last = Reading(journal => journal.Reader.LastBefore(epoch.Ordinal, epoch.Acked, before, now.ToUnixTimeMilliseconds()), 0);
            while (WorkIfOpen(database => database.Epochs.FirstOrDefault(e => e.Ordinal == epoch.Ordinal) is { } old && database.RemoveFront(old, last, RemoveLimit) == RemoveLimit))
            {
                // One slice at a time, so that an append never waits for more.
            }
        }
    }
}

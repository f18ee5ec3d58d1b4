using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Uplink.Outbox.Journal;
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

    /// <summary>One for the append itself, two for remedies.</summary>
    private const int Attempts = 3;

    private readonly OutboxOptions _options;
    private readonly TimeProvider _time;
    private readonly PayloadSeal _seal;
    private readonly byte[] _chainKey;
    private readonly GroupCommit<Pending> _group;
    private readonly SpaceKeeper _space;
    private readonly JournalOwner _owner;
    private readonly Queue<AlarmEvent> _alarms = new();
    private readonly HashSet<string> _raised = [];
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
        _chainKey = keys.Chain;
        _seal = new PayloadSeal(keys.Seal, options.Site.Device);
        _group = new GroupCommit<Pending>(Commit, GroupLimit);
        _space = new SpaceKeeper(options, _seal);
        _owner = new JournalOwner(folder, options, keys.Chain, _seal, Alarm) { Between = _group.Between };
    }

    /// <summary>Completes when everything that can be kept of damaged generations has been brought over.</summary>
    internal Task Salvaged => _owner.Salvaged;

    /// <summary>Opens the journal, so that a fault shows at start. An append opens it too.</summary>
    public OutboxFault Open() => _group.Between(Ensure);

    public OutboxResult Append(CheckpointEvent data, EventTime time)
    {
        ArgumentNullException.ThrowIfNull(data);
        var entry = new Pending(data, time);
        _group.Run(entry);
        if (entry.Result.Fault == OutboxFault.None)
        {
            _appended.Signal();
        }

        return entry.Result;
    }

    public IReadOnlyList<EpochState> Epochs() => _owner.Journal is { } open
        ? open.Database.States
        : _group.Between(() => Ensure() == OutboxFault.None ? _owner.Journal!.Database.States : []);

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

            database.BeginEpoch(old.Ordinal + 1, JournalOwner.NewEpochName(), old.Source, _chainKey);
            Alarm(OutboxAlarms.SetBack, $"The district holds events up to {watermark} of epoch {epoch}, the journal only to {old.Last}: it was set back. Epoch {database.Current.Name} begins; what was not acknowledged goes out again under new keys.");
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
        Dropped = _space.Dropped + _owner.Lost,
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
        return true;
    });

    /// <summary>One more commit for this many events sent.</summary>
    private const int SendReserve = 4096;

    private const int RemoveLimit = 512;

    private OutboxFault Ensure()
    {
        OutboxFault fault = OutboxFault.Io;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                return _owner.Ensure();
            }
            catch (SqliteException e)
            {
                fault = SqliteFaults.Classify(e);
                _owner.Leave(_owner.Journal, e);
            }
        }

        return fault;
    }

    /// <summary>Works on the journal between two commits; a fault closes it and ends the work, for the next append to find out.</summary>
    private bool Work(Func<JournalDatabase, bool> work) => _group.Between(() =>
    {
        if (Ensure() != OutboxFault.None)
        {
            return false;
        }

        try
        {
            return work(_owner.Journal!.Database);
        }
        catch (SqliteException e)
        {
            _owner.Leave(_owner.Journal, e);
            return false;
        }
    });

    private void Commit(IReadOnlyList<Pending> group)
    {
        OutboxFault fault = OutboxFault.Io;
        List<LinkedRow> rows = [];
        for (int attempt = 0; attempt < Attempts && fault != OutboxFault.None; attempt++)
        {
            fault = Ensure();
            if (fault != OutboxFault.None)
            {
                break;
            }

            try
            {
                if (!TryWrite(_owner.Journal!.Database, group, ref rows))
                {
                    fault = OutboxFault.Full;
                    break;
                }
            }
            catch (SqliteException e)
            {
                fault = SqliteFaults.Classify(e);
                _owner.Leave(_owner.Journal, e);
                MakeRoomOnDisk(fault);
            }
        }

        NoticeSpace(fault);
        if (fault == OutboxFault.None)
        {
            DrainAlarms(group[^1].Time);
            return;
        }

        foreach (Pending entry in group)
        {
            entry.Result = new OutboxResult(fault, default);
        }
    }

    /// <summary>False when there is no room.</summary>
    /// <param name="rows">What an attempt before this one wrote; SQLite may have kept it although it reported a failure.</param>
    private bool TryWrite(JournalDatabase database, IReadOnlyList<Pending> group, ref List<LinkedRow> rows)
    {
        if (rows.Count > 0 && database.Current.LastLink.AsSpan().SequenceEqual(rows[^1].Link))
        {
            // Written once more into another file and synced there: after a failed sync the first copy cannot be trusted.
            database.Checkpoint();
            return true;
        }

        if (!_space.HasRoom(database, group.All(static e => e.Data is AlarmEvent or GapEvent)))
        {
            return false;
        }

        rows = Rows(database.Current, group);
        database.Append(rows);
        return true;
    }

    private List<LinkedRow> Rows(JournalEpoch epoch, IReadOnlyList<Pending> group)
    {
        long sequence = epoch.Last;
        byte[] link = epoch.LastLink;
        var rows = new List<LinkedRow>(group.Count);
        foreach (Pending entry in group)
        {
            var key = new EventKey(_options.Site.Device, epoch.Name, ++sequence);
            var position = new JournalPosition(epoch.Ordinal, sequence);
            byte[] json = EnvelopeCodec.Encode(new Envelope(key, Topics.Prefix(_options.Site), entry.Time, Replay.Live, entry.Data));
            var row = new JournalRow(position, entry.Data.Kind, entry.Time.Wall.ToUnixTimeMilliseconds(), _seal.Close(position, json));
            link = HashChain.Next(_chainKey, link, row);
            rows.Add(new LinkedRow(row, link));
            entry.Result = new OutboxResult(OutboxFault.None, key);
        }

        return rows;
    }

    /// <summary>The disk is full although the budget is not: gives up the reserve and what the district already has.</summary>
    private void MakeRoomOnDisk(OutboxFault fault)
    {
        if (fault != OutboxFault.Full || !_owner.ReleaseReserve() || Ensure() != OutboxFault.None)
        {
            return;
        }

        try
        {
            _space.MakeRoom(_owner.Journal!.Database);
        }
        catch (SqliteException e)
        {
            _owner.Leave(_owner.Journal, e);
        }
    }

    private void NoticeSpace(OutboxFault fault)
    {
        Latch(OutboxAlarms.Filling, _space.IsFilling, $"The journal uses {_space.UsedBytes} of {_options.BudgetBytes} bytes. Restore the connection to the district or raise the budget.");
        Latch(OutboxAlarms.Full, fault == OutboxFault.Full || _space.IsFull, _options.WhenFull == WhenFull.Stop
            ? "The journal is full and the kiosk stops admitting. Restore the connection to the district or raise the budget."
            : "The journal is full; the oldest events give way to new ones.");
        Latch(OutboxAlarms.Dropped, _space.Dropped > 0, "Events the district had not acknowledged were dropped for want of space; gap records stand for them.");
    }

    private void Latch(string code, bool active, string detail)
    {
        if (active ? _raised.Add(code) : _raised.Remove(code))
        {
            _alarms.Enqueue(new AlarmEvent(code, active, active ? detail : ""));
        }
    }

    private void Alarm(string code, string detail) => _alarms.Enqueue(new AlarmEvent(code, true, detail));

    /// <summary>Alarms of the journal's own follow the event that found them, with its time.</summary>
    private void DrainAlarms(EventTime time)
    {
        try
        {
            while (_owner.Journal is { } journal && _alarms.TryPeek(out AlarmEvent? alarm))
            {
                journal.Database.Append(Rows(journal.Database.Current, [new Pending(alarm, time)]));
                _alarms.Dequeue();
            }
        }
        catch (SqliteException e)
        {
            // They stay queued for the next append.
            _owner.Leave(_owner.Journal, e);
        }
    }

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
            _owner.CountLost();
            Alarm(OutboxAlarms.Replaced, $"Event {row.Row.Position.Sequence} in the journal is damaged; a gap record stands for it.");
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

    private sealed class Pending(CheckpointEvent data, EventTime time) : GroupCommitEntry
    {
        public CheckpointEvent Data { get; } = data;

        public EventTime Time { get; } = time;

        public OutboxResult Result { get; set; }
    }
}

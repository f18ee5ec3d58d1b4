using System.Security.Cryptography;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>The durable journal of a kiosk, on SQLite. What it accepted survives a power cut and reaches the district.</summary>
public sealed class SqliteOutbox : IOutbox, IEventSource, IDisposable
{
    private const int GroupLimit = 256;
    private const int RemoveLimit = 512;

    /// <summary>One more commit for this many events sent.</summary>
    private const int SendReserve = 256;

    private readonly OutboxOptions _options;
    private readonly JournalKeys _keys;
    private readonly PayloadSeal _seal;
    private readonly TimeProvider _time;
    private readonly GroupCommit<Pending> _group;
    private readonly Lock _reading = new();
    private readonly Wakeup _appended = new();
    private FileStream? _owner;
    private JournalDatabase? _database;
    private JournalReader? _reader;

    public SqliteOutbox(OutboxOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = time;
        _keys = JournalKeys.Derive(options.Secret.Span);
        _seal = new PayloadSeal(_keys.Seal);
        _group = new GroupCommit<Pending>(Commit, GroupLimit);
    }

    private string JournalFile => Path.Combine(_options.Folder, "journal.db");

    /// <summary>Opens the journal, so that a fault shows at start. An append opens it too.</summary>
    public OutboxFault Open() => _group.Between(EnsureOpen);

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

    public IReadOnlyList<EpochState> Epochs() => _group.Between<IReadOnlyList<EpochState>>(() =>
        EnsureOpen() == OutboxFault.None
            ? [.. _database!.Epochs.Select(static e => new EpochState(e.Ordinal, e.Name, e.Acked, e.Last, Math.Min(e.SentBefore, e.Last)))]
            : []);

    public IReadOnlyList<StoredEvent> Read(JournalPosition from, JournalPosition to, int limit)
    {
        lock (_reading)
        {
            try
            {
                if (_reader is null)
                {
                    return [];
                }

                Dictionary<int, string> names = _reader.Epochs().ToDictionary(static e => e.Ordinal, static e => e.Name);
                var events = new List<StoredEvent>();
                foreach ((JournalRow row, _) in _reader.Read(from, to, limit))
                {
                    var key = new EventKey(_options.Site.Device, names[row.Position.Ordinal], row.Position.Sequence);
                    if (_seal.TryOpen(key, row.Payload, out byte[] json))
                    {
                        events.Add(new StoredEvent(row.Position, key, row.Kind, json));
                    }
                }

                return events;
            }
            catch (SqliteException)
            {
                return [];
            }
        }
    }

    public void MarkSent(JournalPosition position) => _group.Between(() =>
    {
        try
        {
            JournalEpoch? epoch = _database?.Epochs.FirstOrDefault(e => e.Ordinal == position.Ordinal);
            if (epoch is not null && position.Sequence > epoch.Reserved)
            {
                _database!.Reserve(epoch, position.Sequence + SendReserve);
            }
        }
        catch (SqliteException)
        {
            CloseJournal();
        }

        return true;
    });

    public void Acknowledge(string epoch, long watermark)
    {
        bool more = true;
        while (more)
        {
            more = _group.Between(() => AcknowledgeSome(epoch, watermark));
        }
    }

    public Task WaitForAppendAsync(CancellationToken cancellationToken) => _appended.WaitAsync(cancellationToken);

    public void Dispose()
    {
        _group.Between(() =>
        {
            CloseJournal();
            _owner?.Dispose();
            _owner = null;
            return true;
        });
    }

    private bool AcknowledgeSome(string name, long watermark)
    {
        try
        {
            JournalEpoch? epoch = EnsureOpen() == OutboxFault.None ? _database!.Epochs.FirstOrDefault(e => e.Name == name) : null;
            if (epoch is null || watermark > epoch.Last)
            {
                return false;
            }

            if (watermark > epoch.Acked)
            {
                _database!.Acknowledge(epoch, watermark);
            }

            long before = _time.GetUtcNow().Subtract(_options.RetainAcknowledged).ToUnixTimeMilliseconds();
            return _database!.RemoveFront(epoch, epoch.Acked, _options.RetainAcknowledged == TimeSpan.Zero ? long.MaxValue : before, RemoveLimit) == RemoveLimit;
        }
        catch (SqliteException)
        {
            CloseJournal();
            return false;
        }
    }

    private void Commit(IReadOnlyList<Pending> group)
    {
        OutboxFault fault = EnsureOpen();
        if (fault == OutboxFault.None)
        {
            try
            {
                _database!.Append(Rows(group));
            }
            catch (SqliteException e)
            {
                CloseJournal();
                fault = SqliteFaults.Classify(e);
            }
        }

        if (fault != OutboxFault.None)
        {
            foreach (Pending entry in group)
            {
                entry.Result = new OutboxResult(fault, default);
            }
        }
    }

    private List<(JournalRow Row, byte[] Link)> Rows(IReadOnlyList<Pending> group)
    {
        JournalEpoch epoch = _database!.Current;
        long sequence = epoch.Last;
        byte[] link = epoch.LastLink;
        var rows = new List<(JournalRow, byte[])>(group.Count);
        foreach (Pending entry in group)
        {
            var key = new EventKey(_options.Site.Device, epoch.Name, ++sequence);
            byte[] json = EnvelopeCodec.Encode(new Envelope(key, Topics.Prefix(_options.Site), entry.Time, Replay.Live, entry.Data));
            var row = new JournalRow(new JournalPosition(epoch.Ordinal, sequence), entry.Data.Kind, entry.Time.Wall.ToUnixTimeMilliseconds(), _seal.Close(key, json));
            link = HashChain.Next(_keys.Chain, link, row);
            rows.Add((row, link));
            entry.Result = new OutboxResult(OutboxFault.None, key);
        }

        return rows;
    }

    private OutboxFault EnsureOpen()
    {
        if (_database is not null)
        {
            return OutboxFault.None;
        }

        try
        {
            Directory.CreateDirectory(_options.Folder);
            _owner ??= new FileStream(Path.Combine(_options.Folder, "owner.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            return e.HResult == OwnedByAnother ? OutboxFault.Owned : OutboxFault.Io;
        }
        catch (UnauthorizedAccessException)
        {
            return OutboxFault.Io;
        }

        try
        {
            _database = JournalDatabase.Open(JournalFile, NewEpoch, _keys.Chain);
            lock (_reading)
            {
                _reader = new JournalReader(JournalFile);
            }

            return OutboxFault.None;
        }
        catch (SqliteException e)
        {
            CloseJournal();
            return SqliteFaults.Classify(e);
        }
    }

    private void CloseJournal()
    {
        lock (_reading)
        {
            _reader?.Dispose();
            _reader = null;
        }

        _database?.Dispose();
        _database = null;
    }

    /// <summary>EWOULDBLOCK: what the runtime reports for a lock that another process holds.</summary>
    private const int OwnedByAnother = 11;

    private static string NewEpoch() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    private sealed class Pending(CheckpointEvent data, EventTime time) : GroupCommitEntry
    {
        public CheckpointEvent Data { get; } = data;

        public EventTime Time { get; } = time;

        public OutboxResult Result { get; set; }
    }
}

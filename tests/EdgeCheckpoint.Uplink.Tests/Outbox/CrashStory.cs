using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Simulation.Disk;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Outbox;

/// <summary>One kiosk on one bad disk, crashing again and again; keeps the ledger of what was called durable.</summary>
internal sealed class CrashStory(int seed)
{
    private readonly Random _random = new(seed);
    private readonly SortedDictionary<long, int> _ledger = [];
    private readonly ManualTime _time = new();
    private string _epoch = "";
    private long _acked;
    private int _number;

    /// <summary>Events called durable so far.</summary>
    public int Accepted { get; private set; }

    /// <summary>Lives that ended before the journal was open again after a cut.</summary>
    public int DiedStarting { get; private set; }

    /// <summary>Runs the story; throws where a law is broken, naming the seed.</summary>
    public void Run(int crashes)
    {
        using var disk = new SimulatedDisk(seed);
        for (int crash = 0; crash <= crashes; crash++)
        {
            if (crash < crashes)
            {
                // Mostly in the middle of work, sometimes while starting, sometimes late enough for several checkpoints.
                disk.CutPowerIn(_random.Next(10) == 0 ? _random.Next(1, 600) : _random.Next(1, 60));
            }

            Live(disk, events: crash < crashes ? int.MaxValue : 1);
            disk.PowerOn();
        }
    }

    private void Live(SimulatedDisk disk, int events)
    {
        OutboxOptions options = new()
        {
            Folder = "unused",
            Site = Sample.Site,
            Secret = "a secret of the device"u8.ToArray(),
            RetainAcknowledged = TimeSpan.Zero,
            CheckpointPages = 12,
        };
        using var outbox = new SqliteOutbox(options, _time, disk);
        OutboxFault opened = outbox.Open();
        if (disk.IsOff)
        {
            DiedStarting++;
            return;
        }

        Hold(opened == OutboxFault.None, $"the journal does not open: {opened}");
        Audit(outbox, disk);
        while (!disk.IsOff && events-- > 0)
        {
            OutboxResult result = outbox.Append(Sample.Scan(_number), Sample.Time(_number));
            if (result.Fault == OutboxFault.None)
            {
                Hold(result.Key.Epoch == _epoch || _epoch.Length == 0, $"a new epoch began without need: {string.Join("; ", Sample.All(outbox).Select(static e => System.Text.Encoding.UTF8.GetString(e.Json)).Where(static j => j.Contains("alarm", StringComparison.Ordinal)))}");
                Hold(_ledger.TryAdd(result.Key.Sequence, _number), $"sequence {result.Key.Sequence} was given twice");
                _epoch = result.Key.Epoch;
                Accepted++;
            }
            else
            {
                Hold(disk.IsOff, $"an append failed on a healthy disk: {result.Fault}");
            }

            _number++;
            if (_random.Next(10) == 0)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
            }

            if (_random.Next(20) == 0 && _ledger.Count > 0)
            {
                _acked = _ledger.Keys.Last();
                outbox.Acknowledge(_epoch, _acked);
            }
        }
    }

    /// <summary>Everything called durable and not acknowledged is there, as it was; sequences have no gap; no more is there than was tried.</summary>
    private void Audit(SqliteOutbox outbox, SimulatedDisk disk)
    {
        IReadOnlyList<StoredEvent> stored = Sample.All(outbox);
        if (disk.IsOff)
        {
            return;
        }

        Hold(outbox.Epochs().Count == 1, "a new epoch began without need");
        for (int i = 1; i < stored.Count; i++)
        {
            Hold(stored[i].Key.Sequence == stored[i - 1].Key.Sequence + 1, "sequences have a gap");
        }

        Dictionary<long, StoredEvent> bySequence = stored.ToDictionary(static e => e.Key.Sequence);
        foreach ((long sequence, int number) in _ledger.Where(e => e.Key > _acked))
        {
            Hold(bySequence.TryGetValue(sequence, out StoredEvent? found), $"durable event {sequence} is lost");
            Hold(EnvelopeCodec.TryDecode(found!.Json, out Envelope envelope, out _) && Equals(envelope.Data, Sample.Scan(number) with { Reasons = ((Contract.Events.ScanEvent)envelope.Data).Reasons, Versions = ((Contract.Events.ScanEvent)envelope.Data).Versions }), $"durable event {sequence} has changed");
        }

        foreach (long sequence in _ledger.Keys.TakeWhile(s => s <= _acked).ToList())
        {
            _ledger.Remove(sequence);
        }

        // An event whose append failed with the power may have become durable all the same; its sequence is taken then.
        foreach (StoredEvent unexpected in stored.Where(e => e.Key.Sequence > _acked && !_ledger.ContainsKey(e.Key.Sequence)))
        {
            _ledger[unexpected.Key.Sequence] = NumberOf(unexpected);
        }
    }

    private static int NumberOf(StoredEvent stored) =>
        EnvelopeCodec.TryDecode(stored.Json, out Envelope envelope, out _)
            ? int.Parse(((Contract.Events.ScanEvent)envelope.Data).Credential!.Token!["token-".Length..], System.Globalization.CultureInfo.InvariantCulture)
            : -1;

    private void Hold(bool holds, string law) => Assert.True(holds, $"seed {seed}: {law}");
}

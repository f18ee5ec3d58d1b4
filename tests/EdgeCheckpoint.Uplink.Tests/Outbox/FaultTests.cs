using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Simulation.Disk;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Outbox.Journal;

namespace EdgeCheckpoint.Uplink.Tests.Outbox;

/// <summary>Every fault has a defined outcome, and the kiosk serves again.</summary>
public sealed class FaultTests : IDisposable
{
    private const string First = "journal-0001.db";
    private readonly SimulatedDisk _disk = new(seed: 5);

    [Theory]
    [InlineData(DiskFault.Io, OutboxFault.Io)]
    [InlineData(DiskFault.ReadOnly, OutboxFault.Io)]
    public void A_failing_disk_fails_the_append_and_serves_again_with_the_next_once_it_is_healed(DiskFault disk, OutboxFault expected)
    {
        using SqliteOutbox outbox = Open();
        Append(outbox, 3);
        string epoch = outbox.Epochs()[^1].Epoch;
        _disk.Fault = disk;
        Assert.Equal(expected, outbox.Append(Sample.Scan(3), Sample.Time()).Fault);
        _disk.Fault = DiskFault.None;
        OutboxResult result = outbox.Append(Sample.Scan(4), Sample.Time());
        Assert.Equal((OutboxFault.None, epoch), (result.Fault, result.Key.Epoch));
        Assert.Equal(Enumerable.Range(1, (int)result.Key.Sequence).Select(static i => (long)i), Sequences(outbox, epoch));
    }

    [Fact]
    public void An_event_whose_failed_commit_became_durable_all_the_same_is_not_written_twice()
    {
        using SqliteOutbox outbox = Open();
        Append(outbox, 1);
        _disk.FailOnce(operation: 3);
        Append(outbox, 1);
        Append(outbox, 1);
        Assert.Equal(["token-0", "token-0", "token-0"], Sample.All(outbox).Select(Token));
    }

    [Fact]
    public void A_full_disk_is_told_apart_and_healed_by_giving_up_the_reserve()
    {
        using SqliteOutbox outbox = Open();
        Append(outbox, 3);
        _disk.Fault = DiskFault.Full;
        OutboxResult refused = outbox.Append(Sample.Scan(9), Sample.Time());
        Assert.Contains(refused.Fault, (OutboxFault[])[OutboxFault.Full, OutboxFault.None]);
        Assert.DoesNotContain("reserve.bin", _disk.List());
        _disk.Fault = DiskFault.None;
        Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(9), Sample.Time()).Fault);
        Assert.Equal(Sample.All(outbox).Count, Sample.All(outbox).Select(static e => e.Key).Distinct().Count());
    }

    [Fact]
    public void A_reader_whose_journal_is_closed_beside_it_is_told_so_in_the_one_way_that_is_understood()
    {
        using SqliteOutbox outbox = Open();
        Append(outbox, 1);
        var reader = new JournalReader(_disk.DataSource(First), readOnly: false);
        reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => reader.Read(new JournalPosition(0), new JournalPosition(long.MaxValue), 64));
        Assert.Throws<ObjectDisposedException>(() => reader.LastBefore(1, 1, 0, 0));
    }

    [Fact]
    public async Task A_deleted_journal_is_replaced_at_once_and_nothing_is_lost()
    {
        using SqliteOutbox outbox = Open();
        Append(outbox, 500);
        string old = outbox.Epochs()[^1].Epoch;
        _disk.Delete(First);

        OutboxResult result = outbox.Append(Sample.Scan(500), Sample.Time());
        Assert.Equal((OutboxFault.None, 1L), (result.Fault, result.Key.Sequence));
        Assert.NotEqual(old, result.Key.Epoch);
        await outbox.Salvaged;
        Assert.Equal(Enumerable.Range(1, 500).Select(static i => (long)i), Sequences(outbox, old));
        Append(outbox, 1);
        Assert.Contains(Sample.All(outbox), static e => IsAlarm(e, OutboxAlarms.Replaced));
    }

    [Theory]
    [InlineData("journal-0001.db")]
    [InlineData("journal-0001.db", "journal-0001.db-wal")]
    [InlineData("journal-0001.db-wal")]
    [InlineData("journal-0001.db", "journal-0001.db-wal", "journal-0001.db-shm")]
    public async Task Files_deleted_from_a_real_disk_before_anything_was_read_cost_nothing(params string[] files)
    {
        using var folder = new TemporaryFolder();
        using (SqliteOutbox before = Sample.Outbox(folder))
        {
            Append(before, 50);
        }

        using SqliteOutbox outbox = Sample.Outbox(folder);
        Append(outbox, 1);
        string old = outbox.Epochs()[^1].Epoch;
        foreach (string file in files)
        {
            File.Delete(Path.Combine(folder.File("outbox"), file));
        }

        Append(outbox, 1);
        Assert.NotEqual(old, outbox.Epochs()[^1].Epoch);
        await outbox.Salvaged;
        Assert.Equal(Enumerable.Range(1, 51).Select(static i => (long)i), Sequences(outbox, old));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Damaged_pages_cost_only_what_was_on_them_and_each_loss_leaves_a_gap_record(int seed)
    {
        string old;
        using (SqliteOutbox before = Open())
        {
            Append(before, 2000);
            old = before.Epochs()[^1].Epoch;
        }

        var random = new Random(seed);
        int[] pages = [1, .. Enumerable.Range(0, 3).Select(_ => 4 + random.Next((int)(_disk.LengthOf(First) / 4096) - 5))];
        foreach (int page in pages)
        {
            for (int i = 0; i < 4096; i++)
            {
                _disk.Flip(First, ((page - 1) * 4096) + i, 0x5A);
            }
        }

        using SqliteOutbox outbox = Open();
        OutboxResult result = outbox.Append(Sample.Scan(1), Sample.Time());
        Assert.Equal(OutboxFault.None, result.Fault);
        Assert.NotEqual(old, result.Key.Epoch);
        await outbox.Salvaged;

        List<StoredEvent> kept = [.. Sample.All(outbox).Where(e => e.Key.Epoch == old)];
        int events = kept.Count(static e => e.Kind == ScanEvent.KindName);
        Assert.InRange(events, 1900, 1999);
        Assert.Equal(2000 - events, kept.Where(static e => e.Kind == GapEvent.KindName).Sum(Length));
        Assert.Equal(2000, kept[^1].Key.Sequence);
        Assert.Contains("salvaged.db", _disk.List());
    }

    [Fact]
    public void A_damaged_row_leaves_a_gap_record_and_the_rest_is_delivered()
    {
        using (SqliteOutbox before = Open())
        {
            Append(before, 50);
        }

        FlipRow(20);
        using SqliteOutbox outbox = Open();
        List<StoredEvent> read = [];
        var next = new JournalPosition(0);
        while (outbox.Epochs()[^1].Last > next.Sequence)
        {
            IReadOnlyList<StoredEvent> some = outbox.Read(next.Next, new JournalPosition(long.MaxValue), 64);
            read.AddRange(some);
            next = read.Count > 0 ? read[^1].Position : next;
        }

        Assert.Equal(50, read.Count);
        Assert.Single(read, static e => Data(e) is GapEvent { Cause: "lost to a damaged row" } && Length(e) == 1);
        Append(outbox, 1);
        Assert.Contains(Sample.All(outbox), static e => IsAlarm(e, OutboxAlarms.Replaced));
    }

    [Fact]
    public void A_full_journal_refuses_when_the_policy_says_stop_and_serves_again_after_an_ack()
    {
        using SqliteOutbox outbox = Open(Small);
        int accepted = 0;
        OutboxResult last;
        while ((last = outbox.Append(Sample.Scan(accepted), Sample.Time())).Fault == OutboxFault.None)
        {
            accepted++;
            Assert.True(accepted < 100_000, "the budget has no effect");
        }

        Assert.Equal(OutboxFault.Full, last.Fault);
        Assert.Equal(OutboxFault.None, outbox.Append(new AlarmEvent("door-forced", true, ""), Sample.Time()).Fault);
        outbox.Acknowledge(outbox.Epochs()[^1].Epoch, accepted / 2);
        Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(), Sample.Time()).Fault);
        Append(outbox, 1);
        Assert.Contains(Sample.All(outbox), static e => IsAlarm(e, OutboxAlarms.Filling));
        Assert.Contains(Sample.All(outbox), static e => IsAlarm(e, OutboxAlarms.Full));
        Assert.Equal(0, outbox.Queue().Dropped);
    }

    [Fact]
    public void A_full_journal_replaces_gate_events_first_and_every_sequence_stays_accounted_for()
    {
        using SqliteOutbox outbox = Open(static o => Small(o) with { WhenFull = WhenFull.ReplaceOldest });
        for (int i = 0; i < 450; i++)
        {
            CheckpointEvent data = i % 2 == 0 ? Sample.Scan(i) : new GateEvent("opened", "decision", i);
            Assert.Equal(OutboxFault.None, outbox.Append(data, Sample.Time()).Fault);
        }

        IReadOnlyList<StoredEvent> kept = Sample.All(outbox);
        Assert.True(outbox.Queue().Dropped > 0);
        Assert.Equal(outbox.Epochs()[^1].Last, kept.Sum(Length));
        Assert.InRange(outbox.Queue().Bytes, 0, Small(Sample.MemoryOptions).BudgetBytes);
        Assert.Contains(kept, static e => IsAlarm(e, OutboxAlarms.Dropped));
    }

    [Fact]
    public void A_full_journal_gives_up_telemetry_before_acknowledged_events_and_those_before_scans_that_wait()
    {
        using SqliteOutbox outbox = Open(static o => Small(o) with { WhenFull = WhenFull.ReplaceOldest, RetainAcknowledged = TimeSpan.FromDays(36_500) });
        Append(outbox, 50);
        outbox.Acknowledge(outbox.Epochs()[^1].Epoch, 50);
        int waiting = 0;
        void AppendUntil(Func<bool> happened)
        {
            while (!happened())
            {
                Assert.True(++waiting < 5_000, "the budget has no effect");
                CheckpointEvent data = waiting <= 100 ? new GateEvent("opened", "decision", waiting) : Sample.Scan(waiting);
                Assert.Equal(OutboxFault.None, outbox.Append(data, Sample.Time()).Fault);
            }
        }

        AppendUntil(() => outbox.Queue().Dropped > 0);
        IReadOnlyList<StoredEvent> kept = Sample.All(outbox);
        Assert.Equal(1, kept[0].Key.Sequence);
        Assert.DoesNotContain(kept, static e => e.Kind == GateEvent.KindName);
        Assert.Equal(100, kept.Count(static e => e.Kind == GapEvent.KindName));

        AppendUntil(() => Sample.All(outbox)[0].Key.Sequence > 50);
        Assert.Equal(100, outbox.Queue().Dropped);
        AppendUntil(() => outbox.Queue().Dropped > 100);
    }

    public void Dispose() => _disk.Dispose();

    private static OutboxOptions Small(OutboxOptions options) => options with { BudgetBytes = (8 << 20) + (256 << 10) };

    private SqliteOutbox Open() => Open(static o => o);

    private SqliteOutbox Open(Func<OutboxOptions, OutboxOptions> change) =>
        new(change(Sample.MemoryOptions), TimeProvider.System, _disk);

    private static void Append(SqliteOutbox outbox, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(i), Sample.Time()).Fault);
        }
    }

    private static IEnumerable<long> Sequences(SqliteOutbox outbox, string epoch) =>
        Sample.All(outbox).Where(e => e.Key.Epoch == epoch).Select(static e => e.Key.Sequence);

    private static CheckpointEvent Data(StoredEvent stored)
    {
        Assert.True(EnvelopeCodec.TryDecode(stored.Json, out Envelope envelope, out string error), error);
        return envelope.Data;
    }

    private static string? Token(StoredEvent stored) => (Data(stored) as ScanEvent)?.Credential?.Token;

    private static long Length(StoredEvent stored) => Data(stored) is GapEvent gap ? gap.Last - gap.First + 1 : 1;

    private static bool IsAlarm(StoredEvent stored, string code) => Data(stored) is AlarmEvent alarm && alarm.Code == code;

    /// <summary>Damages the seal of one event, in the middle of its row.</summary>
    private void FlipRow(int number)
    {
        using Stream stream = _disk.OpenRead(First);
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        int at = 0;
        for (int i = 0; i < number; i++)
        {
            // Rows lie from the end of a page to its start, in order of insertion; the first page of rows holds the first events.
            at = content.AsSpan(at + 1).IndexOf("scan"u8) + at + 1;
        }

        _disk.Flip(First, at + 100, 0x01);
    }
}

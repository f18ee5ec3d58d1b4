using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Simulation.Disk;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Outbox;

/// <summary>A disk that is really full heals by what the district acknowledges, again and again.</summary>
public sealed class SmallDiskTests : IDisposable
{
    private const string Reserve = "reserve.bin";
    private readonly SimulatedDisk _disk = new(seed: 3);
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(4, WhenFull.Stop)]
    [InlineData(4, WhenFull.ReplaceOldest)]
    [InlineData(24, WhenFull.Stop)]
    [InlineData(24, WhenFull.ReplaceOldest)]
    public void A_full_disk_heals_by_acks_again_and_again_and_over_restarts(int mebibytes, WhenFull policy)
    {
        _disk.TotalBytes = mebibytes << 20;
        for (int round = 0; round < 2; round++)
        {
            using SqliteOutbox outbox = Open(policy);
            FillUp(outbox, policy);
            foreach (EpochState epoch in outbox.Epochs())
            {
                outbox.Acknowledge(epoch.Epoch, epoch.Last);
            }

            Assert.Equal(0, outbox.Epochs().Sum(static e => e.Waiting));
            for (int i = 0; i < 500; i++)
            {
                Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(i), Sample.Time()).Fault);
            }

            Assert.True(_disk.Exists(Reserve), "the reserve was used up");
        }
    }

    [Fact]
    public void Concurrent_appends_do_not_use_the_reserve_up_either()
    {
        _disk.TotalBytes = 24 << 20;
        using SqliteOutbox outbox = Open(WhenFull.Stop);
        Parallel.For(0, 16, _ =>
        {
            while (outbox.Append(Sample.Scan(), Sample.Time()).Fault == OutboxFault.None)
            {
            }
        });
        outbox.Acknowledge(outbox.Epochs()[^1].Epoch, outbox.Epochs()[^1].Last);
        Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(), Sample.Time()).Fault);
        Assert.True(_disk.Exists(Reserve), "the reserve was used up");
    }

    [Theory]
    [InlineData(WhenFull.Stop)]
    [InlineData(WhenFull.ReplaceOldest)]
    public void A_kiosk_that_starts_on_a_full_disk_gives_up_what_the_district_has_and_serves(WhenFull policy)
    {
        _disk.TotalBytes = 64 << 20;
        using (SqliteOutbox outbox = Open(policy))
        {
            for (int i = 0; i < 3000; i++)
            {
                Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(i), Sample.Time()).Fault);
            }

            outbox.Acknowledge(outbox.Epochs()[^1].Epoch, 3000);
        }

        FillByOthers();
        for (int start = 0; start < 3; start++)
        {
            using SqliteOutbox again = Open(policy);
            Assert.Equal(OutboxFault.None, again.Open());
            for (int i = 0; i < 100; i++)
            {
                Assert.Equal(OutboxFault.None, again.Append(Sample.Scan(i), Sample.Time()).Fault);
            }
        }
    }

    [Fact]
    public void A_disk_filled_by_others_stops_the_kiosk_until_they_go_and_the_reserve_is_made_again()
    {
        _disk.TotalBytes = 64 << 20;
        using SqliteOutbox outbox = Open(WhenFull.Stop);
        Append(outbox, 20);
        for (int round = 0; round < 3; round++)
        {
            FillByOthers();
            OutboxFault fault = OutboxFault.None;
            for (int i = 0; i < 20_000 && fault == OutboxFault.None; i++)
            {
                fault = outbox.Append(Sample.Scan(i), Sample.Time()).Fault;
            }

            Assert.Equal(OutboxFault.Full, fault);
            _disk.Delete("other");
            Append(outbox, 20);
        }

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(8 << 20, _disk.LengthOf(Reserve));
    }

    [Fact]
    public async Task Keep_admitting_goes_on_although_an_older_epoch_waits()
    {
        using var outbox = new SqliteOutbox(Sample.MemoryOptions with { BudgetBytes = (8 << 20) + (256 << 10), WhenFull = WhenFull.ReplaceOldest }, _time, _disk);
        Append(outbox, 50);
        string old = outbox.Epochs()[^1].Epoch;
        _disk.Delete(Damaged.First);
        Append(outbox, 1);
        await outbox.Salvaged;
        Append(outbox, 5000);
        (List<StoredEvent> events, long missing) = Damaged.Deliver(outbox, old);
        Assert.Equal((0, outbox.Epochs().First(e => e.Epoch == old).Last), (events.Count, missing));
    }

    [Fact]
    public void A_gap_record_is_found_by_whoever_asks_for_any_part_of_what_it_accounts_for()
    {
        using var outbox = new SqliteOutbox(Sample.MemoryOptions with { BudgetBytes = (8 << 20) + (256 << 10), WhenFull = WhenFull.ReplaceOldest }, _time, _disk);
        Append(outbox, 3000);
        string epoch = outbox.Epochs()[^1].Epoch;
        StoredEvent gap = Sample.All(outbox)[0];
        Assert.Equal(GapEvent.KindName, gap.Kind);
        Assert.InRange(gap.Key.Sequence, 600, 3000);
        Assert.Equal(gap.Position, outbox.Read(new JournalPosition(1, 1), new JournalPosition(1, 512), 256)[0].Position);
        Damaged.Deliver(outbox, epoch);
    }

    public void Dispose() => _disk.Dispose();

    private SqliteOutbox Open(WhenFull policy) => new(Sample.MemoryOptions with { WhenFull = policy }, _time, _disk);

    private void FillByOthers() => _disk.Reserve("other", (int)_disk.FreeBytes);

    private static void Append(SqliteOutbox outbox, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(i), Sample.Time()).Fault);
        }
    }

    /// <summary>Under the one policy until it refuses, under the other until it drops what waits.</summary>
    private static void FillUp(SqliteOutbox outbox, WhenFull policy)
    {
        for (int i = 0; i < 100_000; i++)
        {
            OutboxFault fault = outbox.Append(Sample.Scan(i), Sample.Time()).Fault;
            if (policy == WhenFull.Stop ? fault == OutboxFault.Full : outbox.Queue().Dropped > 600)
            {
                return;
            }

            Assert.Equal(OutboxFault.None, fault);
        }

        Assert.Fail("the disk has no end");
    }
}

using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Simulation.Disk;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Outbox;

public sealed class AcknowledgeTests
{
    [Fact]
    public void Acknowledged_events_go_and_the_rest_stays()
    {
        using var folder = new TemporaryFolder();
        using var outbox = new SqliteOutbox(Sample.Options(folder) with { RetainAcknowledged = TimeSpan.Zero }, TimeProvider.System);
        Fill(outbox, 10);
        string epoch = outbox.Epochs()[0].Epoch;
        outbox.Acknowledge(epoch, 7);
        Assert.Equal([8, 9, 10], Sample.All(outbox).Select(static e => e.Key.Sequence));
        Assert.Equal(3, outbox.Epochs()[0].Waiting);
    }

    [Fact]
    public void The_sequence_goes_on_after_everything_was_acknowledged_and_the_kiosk_restarted()
    {
        using var folder = new TemporaryFolder();
        OutboxOptions options = Sample.Options(folder) with { RetainAcknowledged = TimeSpan.Zero };
        using (var outbox = new SqliteOutbox(options, TimeProvider.System))
        {
            Fill(outbox, 3);
            outbox.Acknowledge(outbox.Epochs()[0].Epoch, 3);
        }

        using var again = new SqliteOutbox(options, TimeProvider.System);
        Assert.Equal(4, again.Append(Sample.Scan(), Sample.Time()).Key.Sequence);
    }

    [Theory]
    [InlineData("other", 2)]
    [InlineData(null, 11)]
    public void An_ack_for_another_epoch_or_beyond_the_journal_changes_nothing(string? epoch, long watermark)
    {
        using var folder = new TemporaryFolder();
        using var outbox = new SqliteOutbox(Sample.Options(folder) with { RetainAcknowledged = TimeSpan.Zero }, TimeProvider.System);
        Fill(outbox, 10);
        outbox.Acknowledge(epoch ?? outbox.Epochs()[0].Epoch, watermark);
        Assert.Equal(10, outbox.Epochs()[0].Waiting);
        Assert.Equal(10, Sample.All(outbox).Count);
    }

    [Fact]
    public void Events_of_every_epoch_go_when_their_time_is_over_whether_or_not_anything_new_is_acknowledged()
    {
        var time = new ManualTime();
        using var folder = new TemporaryFolder();
        OutboxOptions options = Sample.Options(folder) with { RetainAcknowledged = TimeSpan.FromDays(7) };
        EventTime Now() => new(time.GetUtcNow(), ClockState.Synced, "b", 0);
        using (var outbox = new SqliteOutbox(options, time))
        {
            Append(outbox, 10, Now);
            string old = outbox.Epochs()[0].Epoch;
            outbox.Acknowledge(old, 10);
            outbox.BeginEpochAfterSetBack(old, 5000);
            Append(outbox, 10, Now);
            outbox.Acknowledge(outbox.Epochs()[1].Epoch, outbox.Epochs()[1].Last);
            Pass(time, days: 6);
            Append(outbox, 1, Now);
            Assert.Equal(21, Sample.All(outbox).Count(static e => e.Kind == "scan"));
        }

        // Also after a restart, and though the district says nothing any more.
        using var again = new SqliteOutbox(options, time);
        again.Open();
        Pass(time, days: 1.2);
        Assert.Equal(1, Sample.All(again).Count(static e => e.Kind == "scan"));
    }

    [Fact]
    public void An_event_stamped_by_a_wrong_clock_keeps_no_other_beyond_its_time()
    {
        var time = new ManualTime();
        using var folder = new TemporaryFolder();
        using var outbox = new SqliteOutbox(Sample.Options(folder) with { RetainAcknowledged = TimeSpan.FromDays(7) }, time);
        Append(outbox, 3, () => new(time.GetUtcNow().AddYears(10), ClockState.Estimated, "b", 0));
        Append(outbox, 3, () => new(time.GetUtcNow(), ClockState.Synced, "b", 0));
        outbox.Acknowledge(outbox.Epochs()[0].Epoch, 6);
        Pass(time, days: 8);
        Assert.Empty(Sample.All(outbox));
    }

    [Fact]
    public void An_event_stamped_before_the_clock_was_set_takes_none_of_the_look_back_with_it()
    {
        var time = new ManualTime();
        using var folder = new TemporaryFolder();
        using var outbox = new SqliteOutbox(Sample.Options(folder) with { RetainAcknowledged = TimeSpan.FromDays(7) }, time);
        Append(outbox, 3, () => new(time.GetUtcNow(), ClockState.Synced, "b", 0));
        Append(outbox, 1, static () => new(DateTimeOffset.UnixEpoch, ClockState.Unset, "c", 0));
        outbox.Acknowledge(outbox.Epochs()[0].Epoch, 4);
        Pass(time, days: 1);
        Assert.Equal(4, Sample.All(outbox).Count);
        Pass(time, days: 7);
        Assert.Empty(Sample.All(outbox));
    }

    [Fact]
    public void An_ack_writes_one_page_however_much_is_retained()
    {
        using var disk = new SimulatedDisk(seed: 1);
        using var outbox = new SqliteOutbox(Sample.MemoryOptions, new ManualTime(), disk);
        Fill(outbox, 500);
        string epoch = outbox.Epochs()[0].Epoch;
        outbox.Acknowledge(epoch, 100);
        long Cost(long watermark)
        {
            long before = disk.Operations;
            outbox.Acknowledge(epoch, watermark);
            return disk.Operations - before;
        }

        Assert.Equal(Cost(101), Cost(499));
    }

    /// <summary>Long enough for the next sweep.</summary>
    private static void Pass(ManualTime time, double days)
    {
        time.SetWall(time.GetUtcNow().AddDays(days));
        time.Advance(TimeSpan.FromHours(1.1));
    }

    private static void Append(SqliteOutbox outbox, int count, Func<EventTime> now)
    {
        for (int i = 0; i < count; i++)
        {
            outbox.Append(Sample.Scan(i), now());
        }
    }

    private static void Fill(SqliteOutbox outbox, int count)
    {
        for (int i = 0; i < count; i++)
        {
            outbox.Append(Sample.Scan(i), Sample.Time(i));
        }
    }
}

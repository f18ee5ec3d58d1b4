using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Simulation.Disk;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Outbox.Journal;

namespace EdgeCheckpoint.Uplink.Tests.Outbox;

/// <summary>What happened to a journal while its kiosk was stopped: the kiosk serves again, and every event is kept or has a gap record.</summary>
public sealed class DamageTests
{
    private const int PageBytes = 4096;
    private const int Events = 30;

    [Theory]
    [InlineData("DROP TABLE event")]
    [InlineData("DROP TABLE epoch")]
    [InlineData("ALTER TABLE epoch RENAME COLUMN sent TO rent")]
    [InlineData("CREATE TABLE more (x)")]
    [InlineData("PRAGMA application_id = 1")]
    [InlineData("PRAGMA user_version = 1")]
    [InlineData("DELETE FROM epoch")]
    [InlineData("UPDATE epoch SET name = 'another name'")]
    [InlineData("UPDATE epoch SET ordinal = 7")]
    [InlineData("UPDATE epoch SET acked = 20")]
    [InlineData("UPDATE epoch SET anchor_link = x''")]
    [InlineData("DELETE FROM event")]
    [InlineData("DELETE FROM event WHERE position > (SELECT max(position) - 5 FROM event)")]
    [InlineData("DELETE FROM event WHERE position BETWEEN (SELECT min(position) + 5 FROM event) AND (SELECT min(position) + 9 FROM event)")]
    [InlineData("UPDATE event SET kind = 'gap', payload = x'0031303b64726f70706564' WHERE position = (SELECT min(position) + 9 FROM event)")]
    [InlineData("UPDATE event SET position = position + 1000000 WHERE position = (SELECT min(position) + 9 FROM event)")]
    public async Task A_journal_that_is_not_as_it_was_left_is_noticed_and_accounted_for(string happened)
    {
        using SimulatedDisk disk = Damaged.Disk(Events, out string epoch);
        disk.Sql(happened);
        using SqliteOutbox outbox = Damaged.Open(disk);
        Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(), Sample.Time()).Fault);
        await outbox.Salvaged;
        (List<StoredEvent> events, long missing) = Damaged.Deliver(outbox, epoch);
        long known = events.Where(e => e.Key.Sequence <= Events && e.Kind == ScanEvent.KindName).Select(static e => e.Key.Sequence).Distinct().Count();
        Assert.InRange(known + missing, Events, long.MaxValue);
        Assert.True(Damaged.HasAlarm(outbox, OutboxAlarms.Replaced));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task One_flipped_bit_never_keeps_the_kiosk_from_serving_and_takes_no_event_in_silence(int seed)
    {
        using SimulatedDisk master = Damaged.Disk(Events, out string epoch);
        byte[] journal = master.Read(Damaged.First), mark = master.Read(JournalMark.Name);
        var random = new Random(seed);
        List<int> used = [.. Enumerable.Range(0, 4 * PageBytes).Where(at => journal[at] != 0)];
        for (int i = random.Next(9); i < used.Count; i += random.Next(5, 20))
        {
            int at = used[i];
            byte mask = (byte)(1 << random.Next(8));
            using var disk = new SimulatedDisk(seed);
            disk.Write(Damaged.First, journal);
            disk.Write(JournalMark.Name, mark);
            disk.Flip(Damaged.First, at, mask);
            using SqliteOutbox outbox = Damaged.Open(disk);
            OutboxFault fault = outbox.Append(Sample.Scan(), Sample.Time()).Fault;
            Assert.True(fault == OutboxFault.None, $"byte {at} ^ {mask}: {fault}");
            await outbox.Salvaged;
            (List<StoredEvent> events, long missing) = Damaged.Deliver(outbox, epoch);
            int known = events.Count(static e => e.Key.Sequence <= Events);
            Assert.True(known + missing >= Events && known >= Events - 1, $"byte {at} ^ {mask}: {known} known, {missing} missing");
        }
    }

    [Fact]
    public async Task Every_destroyed_page_of_gap_records_and_events_leaves_no_hole()
    {
        byte[] whole, mark;
        string epoch;
        long last;
        using (var small = new SimulatedDisk(seed: 1))
        {
            using SqliteOutbox outbox = Damaged.Open(small, Small);
            for (int i = 0; i < 450; i++)
            {
                Assert.Equal(OutboxFault.None, outbox.Append(i % 3 == 0 ? Sample.Scan(i) : new GateEvent("opened", "decision", i), Sample.Time()).Fault);
            }

            (epoch, last) = (outbox.Epochs()[^1].Epoch, outbox.Epochs()[^1].Last);
            outbox.Dispose();
            (whole, mark) = (small.Read(Damaged.First), small.Read(JournalMark.Name));
        }

        foreach (bool marked in (bool[])[true, false])
        {
            for (int page = 4; page < 30; page++)
            {
                using var disk = new SimulatedDisk(seed: 1);
                disk.Write(Damaged.First, whole);
                if (marked)
                {
                    disk.Write(JournalMark.Name, mark);
                }

                for (int i = 0; i < PageBytes; i++)
                {
                    disk.Flip(Damaged.First, i, 0x5A);
                    disk.Flip(Damaged.First, (page * PageBytes) + i, 0x5A);
                }

                using SqliteOutbox outbox = Damaged.Open(disk);
                Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(), Sample.Time()).Fault);
                await outbox.Salvaged;
                Damaged.Deliver(outbox, epoch);
                Assert.True(!marked || outbox.Epochs().First(e => e.Epoch == epoch).Last == last, "the end is not accounted for");
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_journal_that_was_emptied_or_deleted_is_told_with_everything_that_is_missing(bool deleted)
    {
        using SimulatedDisk disk = Damaged.Disk(Events, out string epoch);
        disk.Delete(Damaged.First);
        if (!deleted)
        {
            disk.Write(Damaged.First, []);
        }

        using (SqliteOutbox outbox = Damaged.Open(disk))
        {
            Assert.NotEqual(epoch, outbox.Append(Sample.Scan(), Sample.Time()).Key.Epoch);
            await outbox.Salvaged;
            Assert.Equal(Events, Damaged.Deliver(outbox, epoch).Missing);
            Assert.True(Damaged.HasAlarm(outbox, OutboxAlarms.Replaced));
            outbox.Acknowledge(epoch, Events);
        }

        using SqliteOutbox again = Damaged.Open(disk);
        Assert.Equal(OutboxFault.None, again.Open());
        Assert.Equal([0L], again.Epochs().Where(e => e.Epoch == epoch).Select(static e => e.Waiting));
    }

    [Fact]
    public async Task A_journal_that_was_set_back_never_uses_a_sequence_twice()
    {
        using SimulatedDisk disk = Damaged.Disk(Events, out string epoch);
        byte[] image = disk.Read(Damaged.First);
        using (SqliteOutbox outbox = Damaged.Open(disk))
        {
            for (int i = 0; i < 10; i++)
            {
                outbox.Append(Sample.Scan(Events + i), Sample.Time());
            }

            outbox.Acknowledge(epoch, Events + 2);
        }

        disk.Delete(Damaged.First);
        disk.Write(Damaged.First, image);
        using SqliteOutbox again = Damaged.Open(disk);
        Assert.NotEqual(epoch, again.Append(Sample.Scan(), Sample.Time()).Key.Epoch);
        await again.Salvaged;
        EpochState old = again.Epochs().First(e => e.Epoch == epoch);
        Assert.Equal((Events + 2, Events + 10), (old.Acked, old.Last));
        Assert.Equal(8, Damaged.Deliver(again, epoch).Missing);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("1 epoch 0")]
    [InlineData("1 epoch none 5")]
    public void A_mark_that_is_missing_or_means_nothing_is_told_and_costs_nothing(string? stamped)
    {
        using SimulatedDisk disk = Damaged.Disk(Events, out string epoch);
        disk.Delete(JournalMark.Name);
        if (stamped is not null)
        {
            using var chain = new HashChain(JournalKeys.Derive(Sample.MemoryOptions.Secret.Span).Chain, Sample.Site.Device);
            disk.Write(JournalMark.Name, System.Text.Encoding.UTF8.GetBytes($"{stamped}\n{Convert.ToHexStringLower(chain.Stamp("mark;" + stamped))}"));
        }

        using SqliteOutbox outbox = Damaged.Open(disk);
        Assert.Equal(epoch, outbox.Append(Sample.Scan(), Sample.Time()).Key.Epoch);
        Assert.True(Damaged.HasAlarm(outbox, OutboxAlarms.Unmarked));
        Assert.Equal(0, Damaged.Deliver(outbox, epoch).Missing);
    }

    [Theory]
    [InlineData("another secret, wrong", "kiosk-1")]
    [InlineData("", "kiosk-1")]
    [InlineData("a secret of the device", "kiosk-2")]
    public async Task A_wrong_secret_or_name_destroys_nothing_and_the_right_ones_bring_everything_back(string secret, string device)
    {
        using SimulatedDisk disk = Damaged.Disk(Events, out string epoch);
        for (int round = 0; round < 2; round++)
        {
            using SqliteOutbox wrong = Damaged.Open(disk, o => o with { Secret = System.Text.Encoding.UTF8.GetBytes(secret), Site = o.Site with { Device = device } });
            Assert.Equal(OutboxFault.None, wrong.Append(Sample.Scan(), Sample.Time()).Fault);
            await wrong.Salvaged;
            Assert.DoesNotContain(wrong.Epochs(), e => e.Epoch == epoch);
            Assert.True(Damaged.HasAlarm(wrong, OutboxAlarms.Replaced));
        }

        using SqliteOutbox right = Damaged.Open(disk);
        Assert.Equal(OutboxFault.None, right.Append(Sample.Scan(), Sample.Time()).Fault);
        await right.Salvaged;
        Assert.Equal(Events, Damaged.Deliver(right, epoch).Events.Count);
    }

    [Fact]
    public async Task A_journal_of_the_former_tables_is_brought_over_without_a_loss()
    {
        using SimulatedDisk disk = Damaged.Disk(Events, out string epoch);
        disk.Sql("DROP TABLE quarantine; ALTER TABLE epoch DROP COLUMN whole; ALTER TABLE epoch DROP COLUMN stamp; PRAGMA user_version = 1");
        disk.Delete(JournalMark.Name);
        using SqliteOutbox outbox = Damaged.Open(disk);
        Assert.NotEqual(epoch, outbox.Append(Sample.Scan(), Sample.Time()).Key.Epoch);
        await outbox.Salvaged;
        Assert.Equal(Events, Damaged.Deliver(outbox, epoch).Events.Count);
        Assert.Equal(0, outbox.Queue().Dropped);
    }

    [Fact]
    public async Task A_salvage_that_was_cut_off_is_finished_by_the_next_start_and_shows_no_epoch_before()
    {
        using SimulatedDisk disk = Damaged.Disk(2000, out string epoch);
        disk.Sql("PRAGMA application_id = 1");
        Task salvaged;
        using (SqliteOutbox outbox = Damaged.Open(disk))
        {
            Assert.Equal(OutboxFault.None, outbox.Open());
            disk.Fault = DiskFault.Io;
            salvaged = outbox.Salvaged;
            Assert.DoesNotContain(outbox.Epochs(), e => e.Epoch == epoch);
        }

        await salvaged;
        disk.Fault = DiskFault.None;
        using SqliteOutbox again = Damaged.Open(disk);
        Assert.Equal(OutboxFault.None, again.Open());
        await again.Salvaged;
        Assert.Equal(2000, Damaged.Deliver(again, epoch).Events.Count);
    }

    private static OutboxOptions Small(OutboxOptions options) => options with { BudgetBytes = (8 << 20) + (256 << 10), WhenFull = WhenFull.ReplaceOldest };
}

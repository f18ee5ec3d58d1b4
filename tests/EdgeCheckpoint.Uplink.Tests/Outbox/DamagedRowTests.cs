using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Simulation.Disk;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Outbox.Journal;

namespace EdgeCheckpoint.Uplink.Tests.Outbox;

/// <summary>Single rows that are damaged, forged or missing in a file that can be used: found when they are read, and accounted for.</summary>
public sealed class DamagedRowTests
{
    private const int Events = 30;

    [Fact]
    public void A_row_that_cannot_be_opened_goes_to_quarantine_and_leaves_a_gap_record()
    {
        using SimulatedDisk disk = Damaged.Disk(Events, out string epoch);
        disk.Sql("UPDATE event SET payload = zeroblob(300) WHERE position = (SELECT min(position) + 9 FROM event)");
        using (SqliteOutbox outbox = Damaged.Open(disk))
        {
            Assert.Equal(OutboxFault.None, outbox.Open());
            (List<StoredEvent> events, long missing) = Damaged.Deliver(outbox, epoch);
            Assert.Equal((Events - 1, 1), (events.Count, missing));
            Assert.True(Damaged.HasAlarm(outbox, OutboxAlarms.Replaced));
            Assert.Equal(1, outbox.Queue().Dropped);
        }

        using var reader = new JournalReader(disk.DataSource(Damaged.First), readOnly: false);
        Assert.Equal([new JournalPosition(1, 10)], reader.Quarantined());
    }

    [Fact]
    public void A_plain_event_that_can_no_longer_be_marked_for_sending_leaves_a_gap_record()
    {
        using var folder = new TemporaryFolder();
        OutboxOptions plain = Sample.Options(folder) with { Secret = default };
        using var outbox = new SqliteOutbox(plain, TimeProvider.System);
        outbox.Append(Sample.Scan(), Sample.Time());
        outbox.Append(Sample.Scan(), Sample.Time());
        new JournalFolder(plain.Folder).Sql("UPDATE event SET payload = CAST(replace(CAST(payload AS TEXT), '\"replay\"', '\"rexlay\"') AS BLOB) WHERE position = (SELECT min(position) FROM event)");
        (List<StoredEvent> events, long missing) = Damaged.Deliver(outbox, outbox.Epochs()[^1].Epoch);
        Assert.Equal((1, 1), (events.Count, missing));
    }

    [Fact]
    public async Task Readers_that_find_the_same_damaged_rows_mend_each_of_them_once()
    {
        using SimulatedDisk disk = Damaged.Disk(Events, out string epoch);
        disk.Sql("UPDATE event SET payload = zeroblob(300)");
        using SqliteOutbox outbox = Damaged.Open(disk);
        Assert.Equal(OutboxFault.None, outbox.Open());
        using var together = new Barrier(4);
        await Task.WhenAll(Enumerable.Range(0, together.ParticipantCount).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (int i = 0; i < Events; i++)
                {
                    together.SignalAndWait();
                    Sample.All(outbox);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        Assert.Equal([epoch], outbox.Epochs().Select(static e => e.Epoch));
        Assert.Equal(Events, outbox.Queue().Dropped);
    }

    [Fact]
    public async Task A_row_that_no_event_can_have_left_costs_no_other()
    {
        using SimulatedDisk disk = Damaged.Disk(Events, out string epoch);
        disk.Sql("UPDATE event SET link = zeroblob(99) WHERE position = (SELECT min(position) + 9 FROM event)");
        using SqliteOutbox outbox = Damaged.Open(disk);
        Assert.Equal(OutboxFault.None, outbox.Open());
        Assert.Empty(Sample.All(outbox));
        Assert.NotEqual(epoch, outbox.Append(Sample.Scan(), Sample.Time()).Key.Epoch);
        await outbox.Salvaged;
        (List<StoredEvent> events, long missing) = Damaged.Deliver(outbox, epoch);
        Assert.Equal((Events - 1, 1), (events.Count, missing));
    }

    [Fact]
    public void Rows_missing_at_the_front_of_an_epoch_are_found_by_who_reads_on_from_the_one_before()
    {
        using SimulatedDisk disk = Damaged.Disk(Events, out string epoch);
        using (SqliteOutbox outbox = Damaged.Open(disk))
        {
            outbox.BeginEpochAfterSetBack(epoch, 900);
        }

        disk.Sql("DELETE FROM event WHERE position = (2 << 40) + 1");
        using SqliteOutbox again = Damaged.Open(disk);
        Assert.Equal(OutboxFault.None, again.Open());
        Sample.All(again);
        Assert.Equal(GapEvent.KindName, Sample.All(again).First(e => e.Key.Epoch != epoch).Kind);
    }

    [Fact]
    public void A_forged_event_is_never_sent()
    {
        using SimulatedDisk disk = Damaged.Disk(Events, out string epoch);
        byte[] forged = EnvelopeCodec.Encode(new Envelope(new EventKey("kiosk-1", epoch, 11), Topics.Prefix(Sample.Site), Sample.Time(11), Replay.Live, Sample.Scan(777)));
        disk.Sql($"UPDATE event SET payload = x'00{Convert.ToHexString(forged)}' WHERE position = (SELECT min(position) + 10 FROM event)");
        using SqliteOutbox outbox = Damaged.Open(disk);
        Assert.Equal(OutboxFault.None, outbox.Open());
        (List<StoredEvent> events, long missing) = Damaged.Deliver(outbox, epoch);
        Assert.Equal(1, missing);
        Assert.DoesNotContain(events, static e => System.Text.Encoding.UTF8.GetString(e.Json).Contains("token-777", StringComparison.Ordinal));
    }
}

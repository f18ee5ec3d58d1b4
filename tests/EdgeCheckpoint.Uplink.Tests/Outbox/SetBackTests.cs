using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Simulation.Disk;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Outbox;

/// <summary>The district holds more of an epoch than the journal: what waits moves to a new epoch.</summary>
public sealed class SetBackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_journal_that_was_set_back_begins_a_new_epoch_and_sends_what_waits_under_new_keys()
    {
        using SqliteOutbox outbox = Sample.Outbox(_folder);
        Append(outbox, 5);
        string old = outbox.Epochs()[^1].Epoch;
        outbox.BeginEpochAfterSetBack(old, 900);
        Assert.NotEqual(old, outbox.Epochs()[^1].Epoch);
        Assert.Equal(0, outbox.Epochs()[0].Waiting);
        Assert.Equal(5, Sample.All(outbox).Count(e => e.Key.Epoch == outbox.Epochs()[^1].Epoch && e.Kind == ScanEvent.KindName));
    }

    [Fact]
    public void Gap_records_move_with_all_that_they_account_for()
    {
        OutboxOptions options = Sample.Options(_folder) with { BudgetBytes = (8 << 20) + (256 << 10), WhenFull = WhenFull.ReplaceOldest };
        using (var outbox = new SqliteOutbox(options, TimeProvider.System))
        {
            while (outbox.Queue().Dropped == 0)
            {
                Append(outbox, 1);
            }

            long dropped = outbox.Queue().Dropped;
            EpochState old = outbox.Epochs()[^1];
            outbox.BeginEpochAfterSetBack(old.Epoch, 1_000_000);
            EpochState current = outbox.Epochs()[^1];
            (List<StoredEvent> events, long missing) = Damaged.Deliver(outbox, current.Epoch);
            Assert.InRange(missing, dropped, outbox.Queue().Dropped);
            Assert.Equal(current.Last, events.Count + missing);
        }

        Assert.True(OutboxInspector.TryOpen(options.Folder, options.Secret.Span, out OutboxInspector? journal, out string problem), problem);
        using (journal)
        {
            Assert.Empty(journal!.Verify(static _ => { }));
        }
    }

    [Fact]
    public void An_event_that_this_version_cannot_read_leaves_a_gap_record_where_it_would_have_gone()
    {
        using SqliteOutbox outbox = Sample.Outbox(_folder);
        Append(outbox, 2);
        outbox.Append(new AlarmEvent(null!, true, "of a version that knew no code"), Sample.Time());
        Append(outbox, 2);
        outbox.BeginEpochAfterSetBack(outbox.Epochs()[^1].Epoch, 900);
        (List<StoredEvent> events, long missing) = Damaged.Deliver(outbox, outbox.Epochs()[^1].Epoch);
        Assert.Equal((4, 1), (events.Count(static e => e.Kind == ScanEvent.KindName), missing));
    }

    [Fact]
    public async Task A_move_that_is_cut_off_goes_on_where_it_ended()
    {
        using SqliteOutbox outbox = Sample.Outbox(_folder);
        Append(outbox, 5);
        string old = outbox.Epochs()[^1].Epoch;
        File.Delete(Path.Combine(_folder.File("outbox"), "journal-0001.db"));
        Append(outbox, 1);
        await outbox.Salvaged;
        new WaitingMove(new Refusing(outbox, taken: 2), outbox, TimeProvider.System).Move(old);
        Assert.Equal(3, outbox.Epochs()[0].Waiting);

        outbox.BeginEpochAfterSetBack(old, 900);
        Assert.Equal(0, outbox.Epochs()[0].Waiting);
        Assert.Equal(6, Sample.All(outbox).Count(e => e.Key.Epoch == outbox.Epochs()[^1].Epoch && e.Kind == ScanEvent.KindName));
    }

    [Fact]
    public void A_damaged_row_in_front_does_not_keep_the_rest_from_moving()
    {
        using SimulatedDisk disk = Damaged.Disk(5, out string old);
        disk.Sql("UPDATE event SET payload = x'00' WHERE position = (SELECT min(position) FROM event)");
        using SqliteOutbox outbox = Damaged.Open(disk);
        Assert.Equal(OutboxFault.None, outbox.Open());
        outbox.BeginEpochAfterSetBack(old, 900);
        Assert.Equal(0, outbox.Epochs()[0].Waiting);
        Assert.Equal(1, Damaged.Deliver(outbox, outbox.Epochs()[^1].Epoch).Missing);
    }

    [Fact]
    public void Only_a_watermark_beyond_what_was_there_at_the_start_is_a_set_back_however_much_follows()
    {
        string epoch;
        using (SqliteOutbox before = Sample.Outbox(_folder))
        {
            Append(before, 3);
            before.MarkSent(new JournalPosition(before.Epochs()[^1].Ordinal, 3));
            epoch = before.Epochs()[^1].Epoch;
        }

        using SqliteOutbox outbox = Sample.Outbox(_folder);
        Append(outbox, 5);
        Assert.Equal(3, outbox.Epochs()[^1].Sent);
        outbox.BeginEpochAfterSetBack(epoch, 3);
        Assert.Equal((epoch, 8), (outbox.Epochs()[^1].Epoch, outbox.Epochs()[^1].Waiting));
        outbox.BeginEpochAfterSetBack(epoch, 5);
        Assert.NotEqual(epoch, outbox.Epochs()[^1].Epoch);
        Assert.Equal(0, outbox.Epochs()[0].Waiting);
    }

    public void Dispose() => _folder.Dispose();

    private static void Append(SqliteOutbox outbox, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(i), Sample.Time()).Fault);
        }
    }

    /// <summary>Takes a few events and no more.</summary>
    private sealed class Refusing(IOutbox inner, int taken) : IOutbox
    {
        private int _left = taken;

        public OutboxResult Append(CheckpointEvent data, EventTime time) => _left-- > 0 ? inner.Append(data, time) : new OutboxResult(OutboxFault.Io, default);
    }
}

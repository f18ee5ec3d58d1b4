using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
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

    public void Dispose() => _folder.Dispose();

    private static void Append(SqliteOutbox outbox, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(i), Sample.Time()).Fault);
        }
    }
}

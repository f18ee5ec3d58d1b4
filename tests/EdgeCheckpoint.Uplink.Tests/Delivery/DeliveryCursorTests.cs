using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Uplink.Delivery;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Delivery;

/// <summary>Which acks are believed, as pure bookkeeping.</summary>
public sealed class DeliveryCursorTests
{
    private const string Epoch = "e1";

    [Fact]
    public void An_ack_of_what_this_run_sent_is_progress_and_its_repetition_says_nothing_new()
    {
        DeliveryCursor cursor = After(sentBefore: 0, last: 10, sending: 5);
        Assert.Equal(AckVerdict.Progress, cursor.Judge(new DurableAck(Epoch, 5)));
        cursor.Refresh([new EpochState(1, Epoch, 5, 10, 0)]);
        Assert.Equal(AckVerdict.Old, cursor.Judge(new DurableAck(Epoch, 5)));
    }

    [Fact]
    public void An_ack_of_what_an_earlier_run_may_have_sent_counts_only_after_it_was_sent_again()
    {
        DeliveryCursor cursor = After(sentBefore: 8, last: 10, sending: 0);
        Assert.Equal(AckVerdict.Unproven, cursor.Judge(new DurableAck(Epoch, 8)));
        cursor.Refresh([new EpochState(1, Epoch, 0, 10, 8)]);
        Assert.True(cursor.TryNextBacklog(out JournalPosition from, out JournalPosition to));
        Assert.Equal((1, 10), (from.Sequence, to.Sequence));

        cursor.MarkSent(new JournalPosition(1, 8), Replay.Backfill);
        Assert.Equal(AckVerdict.Progress, cursor.Judge(new DurableAck(Epoch, 8)));
    }

    [Fact]
    public void An_ack_beyond_what_any_run_may_have_sent_is_refused()
    {
        DeliveryCursor cursor = After(sentBefore: 8, last: 10, sending: 3);
        Assert.Equal(AckVerdict.Beyond, cursor.Judge(new DurableAck(Epoch, 9)));
        Assert.Equal(AckVerdict.UnknownEpoch, cursor.Judge(new DurableAck("e2", 1)));
    }

    private static DeliveryCursor After(long sentBefore, long last, long sending)
    {
        var cursor = new DeliveryCursor(ackWindow: 512);
        cursor.Refresh([new EpochState(1, Epoch, 0, last, sentBefore)]);
        if (sending > 0)
        {
            cursor.MarkSent(new JournalPosition(1, sending), Replay.Backfill);
        }

        return cursor;
    }
}

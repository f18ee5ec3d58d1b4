using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Uplink.Delivery;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Delivery;

/// <summary>What is sent next and which acks are believed, as pure bookkeeping.</summary>
public sealed class DeliveryCursorTests
{
    private const string Epoch = "e1";

    [Fact]
    public void An_ack_of_what_this_run_sent_is_progress_and_its_repetition_says_nothing_new()
    {
        DeliveryCursor cursor = After(sentBefore: 0, last: 10, sending: 5);
        Assert.Equal(AckVerdict.Progress, cursor.Judge(new DurableAck(Epoch, 5), out _));
        cursor.Refresh([new EpochState(1, Epoch, 5, 10, 0)]);
        Assert.Equal(AckVerdict.Old, cursor.Judge(new DurableAck(Epoch, 5), out _));
    }

    [Fact]
    public void An_ack_of_what_an_earlier_run_may_have_sent_counts_only_after_it_was_sent_again()
    {
        DeliveryCursor cursor = After(sentBefore: 8, last: 10, sending: 0);
        Assert.Equal(AckVerdict.Unproven, cursor.Judge(new DurableAck(Epoch, 8), out _));
        cursor.Refresh([new EpochState(1, Epoch, 0, 10, 8)]);
        Assert.True(cursor.TryNextBacklog(out DeliveryPiece piece));
        Assert.Equal((1, 10), (piece.From.Sequence, piece.To.Sequence));

        cursor.MarkSent(new JournalPosition(1, 8), Replay.Backfill);
        Assert.Equal(AckVerdict.Progress, cursor.Judge(new DurableAck(Epoch, 8), out _));
    }

    [Fact]
    public void An_ack_far_beyond_the_window_counts_as_far_as_was_sent_again_so_that_the_rest_can_follow()
    {
        EpochState[] states = [new(1, Epoch, 0, 10, 10)];
        var cursor = new DeliveryCursor(ackWindow: 4);
        cursor.Refresh(states);
        Send(cursor, 1, 2, 3, 4);
        Assert.False(cursor.TryNextBacklog(out _));

        Assert.Equal(AckVerdict.Progress, cursor.Judge(new DurableAck(Epoch, 9), out long proven));
        Assert.Equal(4, proven);
        cursor.Refresh(states);
        Assert.True(cursor.TryNextBacklog(out DeliveryPiece piece));
        Assert.Equal((5, 4), (piece.From.Sequence, piece.Events));
    }

    [Fact]
    public void An_ack_beyond_what_any_run_may_have_sent_is_refused()
    {
        DeliveryCursor cursor = After(sentBefore: 8, last: 10, sending: 3);
        Assert.Equal(AckVerdict.Beyond, cursor.Judge(new DurableAck(Epoch, 9), out _));
        Assert.Equal(AckVerdict.UnknownEpoch, cursor.Judge(new DurableAck("e2", 1), out _));
    }

    [Fact]
    public void The_window_counts_events_so_a_gap_record_of_any_length_fits_into_it()
    {
        var cursor = new DeliveryCursor(ackWindow: 4);
        cursor.Refresh([new EpochState(1, Epoch, 0, 2000, 0)]);
        Assert.True(cursor.TryNextBacklog(out DeliveryPiece piece));
        Assert.Equal((1, 2000, 4), (piece.From.Sequence, piece.To.Sequence, piece.Events));

        // The journal's first row is a gap record that stands for 1 to 1531.
        Send(cursor, 1531, 1532, 1533);
        Assert.True(cursor.TryNextBacklog(out piece));
        Assert.Equal((1534, 1), (piece.From.Sequence, piece.Events));
        Send(cursor, 1534);
        Assert.False(cursor.TryNextBacklog(out _));

        Assert.Equal(AckVerdict.Progress, cursor.Judge(new DurableAck(Epoch, 1532), out _));
        cursor.Refresh([new EpochState(1, Epoch, 0, 2000, 0)]);
        Assert.True(cursor.TryNextBacklog(out piece));
        Assert.Equal((1535, 2), (piece.From.Sequence, piece.Events));
    }

    [Fact]
    public void Live_events_have_a_window_of_their_own_and_pass_a_backlog_that_waits_for_its_ack()
    {
        var cursor = new DeliveryCursor(ackWindow: 2);
        cursor.Refresh([new EpochState(1, Epoch, 0, 10, 0)]);
        Send(cursor, 1, 2);
        Assert.False(cursor.TryNextBacklog(out _));

        cursor.Refresh([new EpochState(1, Epoch, 0, 13, 0)]);
        Assert.True(cursor.TryNextLive(out DeliveryPiece piece));
        Assert.Equal((11, 13, 2), (piece.From.Sequence, piece.To.Sequence, piece.Events));
        cursor.MarkSent(new JournalPosition(1, 11), Replay.Live);
        cursor.MarkSent(new JournalPosition(1, 12), Replay.Live);
        Assert.False(cursor.TryNextLive(out _));
    }

    [Fact]
    public void A_hole_in_an_older_epoch_holds_up_the_newer_ones_only_until_no_ack_came_in_time()
    {
        // The district has 15 of the old epoch and will never say more.
        EpochState[] states = [new(1, "old", 15, 2000, 0), new(2, "new", 0, 10, 0)];
        var cursor = new DeliveryCursor(ackWindow: 2);
        cursor.Refresh(states);
        Send(cursor, 16, 17);
        Assert.False(cursor.TryNextBacklog(out _));

        cursor.RestartAfterSilence();
        Assert.True(cursor.TryNextBacklog(out DeliveryPiece piece));
        Assert.Equal(new JournalPosition(1, 16), piece.From);
        Send(cursor, 16, 17);
        Assert.True(cursor.TryNextBacklog(out piece));
        Assert.Equal(new JournalPosition(2, 1), piece.From);

        // Once its word moves, the older epoch goes first again.
        Assert.Equal(AckVerdict.Progress, cursor.Judge(new DurableAck("old", 16), out _));
        cursor.Refresh(states);
        Send(cursor, 18);
        Assert.False(cursor.TryNextBacklog(out _));
    }

    private static void Send(DeliveryCursor cursor, params long[] sequences) =>
        Array.ForEach(sequences, s => cursor.MarkSent(new JournalPosition(1, s), Replay.Backfill));

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

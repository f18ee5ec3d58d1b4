using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>Appends again, in the epoch in use, what an older epoch still holds; then lets go of it there.</summary>
internal sealed class WaitingMove(IOutbox outbox, IEventSource source, TimeProvider time)
{
    private const int SliceRows = 256;

    /// <summary>Ends when nothing waits there any more, or when nothing can be read or appended now; what is left can be moved later.</summary>
    public void Move(string epoch)
    {
        for (int failed = 0; failed < JournalOwner.Attempts && Older(epoch) is { Waiting: > 0 } old;)
        {
            // A reading that finds damage mends it and returns what lies before, perhaps nothing.
            IReadOnlyList<StoredEvent> events = source.Read(new JournalPosition(old.Ordinal, old.Acked + 1), new JournalPosition(old.Ordinal, old.Last), SliceRows);
            int moved = events.TakeWhile(TryMove).Count();
            failed = moved > 0 ? 0 : failed + 1;
            if (moved > 0)
            {
                source.Acknowledge(epoch, events[moved - 1].Position.Sequence);
            }
        }
    }

    /// <summary>Nothing waits in an epoch that is not known or still in use.</summary>
    private EpochState Older(string epoch) => source.Epochs().SkipLast(1).FirstOrDefault(e => e.Epoch == epoch);

    private bool TryMove(StoredEvent stored)
    {
        OutboxResult moved = EnvelopeCodec.TryDecode(stored.Json, out Envelope envelope, out string error)
            ? outbox.Append(envelope.Data, envelope.Time)
            : outbox.Append(new GapEvent(1, 1, $"{stored.Key} cannot be read by this version and stayed behind: {error}"), new EventTime(time.GetUtcNow(), ClockState.Estimated, "", 0));
        return moved.Fault == OutboxFault.None;
    }
}

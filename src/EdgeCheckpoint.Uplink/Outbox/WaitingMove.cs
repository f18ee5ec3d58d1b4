using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>Appends again, in the epoch in use, what an older epoch still holds; then lets go of it there.</summary>
internal sealed class WaitingMove(IOutbox outbox, IEventSource source, TimeProvider time)
{
    private const int SliceRows = 256;

    public void Move(string epoch)
    {
        while (source.Epochs().FirstOrDefault(e => e.Epoch == epoch) is { Waiting: > 0 } old)
        {
            IReadOnlyList<StoredEvent> events = source.Read(new JournalPosition(old.Ordinal, old.Acked + 1), new JournalPosition(old.Ordinal, old.Last), SliceRows);
            if (events.Count == 0 || !events.All(TryMove))
            {
                return;
            }

            source.Acknowledge(epoch, events[^1].Position.Sequence);
        }
    }

    private bool TryMove(StoredEvent stored)
    {
        OutboxResult moved = EnvelopeCodec.TryDecode(stored.Json, out Envelope envelope, out string error)
            ? outbox.Append(envelope.Data, envelope.Time)
            : outbox.Append(new GapEvent(1, 1, $"{stored.Key} cannot be read by this version and stayed behind: {error}"), new EventTime(time.GetUtcNow(), ClockState.Estimated, "", 0));
        return moved.Fault == OutboxFault.None;
    }
}

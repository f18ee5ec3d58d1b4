using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Kiosk.Operator;

/// <summary>Records into the outbox, stamped by the kiosk's clock.</summary>
internal sealed class OutboxRecorder(IOutbox outbox, Func<EventTime> now) : IEventRecorder
{
    public bool TryRecord(CheckpointEvent data) => outbox.Append(data, now()).Fault == OutboxFault.None;
}

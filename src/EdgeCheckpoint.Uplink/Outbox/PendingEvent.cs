using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>An event on its way into the journal, and what became of it.</summary>
internal sealed class PendingEvent(CheckpointEvent data, EventTime time) : GroupCommitEntry
{
    public CheckpointEvent Data { get; } = data;

    public EventTime Time { get; } = time;

    public OutboxResult Result { get; set; }
}

using EdgeCheckpoint.Contract.Events;

namespace EdgeCheckpoint.Kiosk.Operator;

/// <summary>Takes what people at the kiosk write down to the durable journal.</summary>
public interface IEventRecorder
{
    /// <summary>True when the event is on the disk; nothing may be answered as done before.</summary>
    bool TryRecord(CheckpointEvent data);
}

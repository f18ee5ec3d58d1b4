using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;

namespace EdgeCheckpoint.Core.Ports;

/// <summary>The durable journal. What it accepted is on the disk and will reach the district.</summary>
public interface IOutbox
{
    /// <summary>Writes the event and waits until it is durable. Thread-safe.</summary>
    OutboxResult Append(CheckpointEvent data, EventTime time);
}

/// <summary>What became of an append.</summary>
/// <param name="Fault"><see cref="OutboxFault.None"/> when the event is durable.</param>
/// <param name="Key">Key of the durable event; default after a fault.</param>
public readonly record struct OutboxResult(OutboxFault Fault, EventKey Key);

/// <summary>Why an event could not be made durable. The kiosk must not act on it.</summary>
public enum OutboxFault
{
    None,

    /// <summary>The budget or the disk is full and the policy says: stop.</summary>
    Full,

    /// <summary>The disk failed or went read-only.</summary>
    Io,

    /// <summary>Another process owns the journal.</summary>
    Owned,
}

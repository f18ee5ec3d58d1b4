using EdgeCheckpoint.Contract.Events;

namespace EdgeCheckpoint.Contract;

/// <summary>One event as it crosses the wire: CloudEvents 1.0, structured mode.</summary>
/// <param name="Key">Device, epoch, sequence.</param>
/// <param name="Source">Topic prefix of the kiosk: <c>ecp/v1/{district}/{checkpoint}/{device}</c>.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Replay">Live, backfill or simulated.</param>
/// <param name="Data">The event.</param>
public sealed record Envelope(EventKey Key, string Source, EventTime Time, Replay Replay, CheckpointEvent Data);

using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.District.Store;

/// <summary>One committed event.</summary>
/// <param name="Id">Order of arrival, rising, from 1; the position a reader goes on from.</param>
/// <param name="Kind">Such as <c>scan</c>.</param>
/// <param name="Verdict">Word of the verdict of a scan; null otherwise.</param>
/// <param name="Payload">The CloudEvent as the kiosk sent it.</param>
public sealed record StoredEvent(
    long Id,
    Site Site,
    EventKey Key,
    string Kind,
    string? Verdict,
    DateTimeOffset Time,
    ClockState Clock,
    Replay Replay,
    DateTimeOffset ReceivedAt,
    ReadOnlyMemory<byte> Payload);

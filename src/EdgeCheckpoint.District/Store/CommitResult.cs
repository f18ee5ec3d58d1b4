using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.District.Store;

/// <summary>What one transaction changed. All of it is durable.</summary>
/// <param name="Added">New events, in order of arrival.</param>
/// <param name="Acks">The watermark of every journal the batch touched, also by events that were there already.</param>
/// <param name="Duplicates">Events that were there already.</param>
/// <param name="Quarantined">Messages that could not be decoded.</param>
public sealed record CommitResult(
    IReadOnlyList<StoredEvent> Added,
    IReadOnlyList<(Site Site, DurableAck Ack)> Acks,
    int Duplicates,
    int Quarantined);

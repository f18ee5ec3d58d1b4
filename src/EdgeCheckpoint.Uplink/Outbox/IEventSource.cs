using EdgeCheckpoint.Contract.Kiosk;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>The uplink's side of the journal: what waits to be delivered, and the district's watermark back. Thread-safe.</summary>
public interface IEventSource
{
    /// <summary>All epochs of the journal, oldest first; the last one is the one new events join. Empty while the journal cannot be opened.</summary>
    IReadOnlyList<EpochState> Epochs();

    /// <summary>Events in order from <paramref name="from"/> on, at most <paramref name="limit"/>; empty when there is none or the journal cannot be read now.</summary>
    IReadOnlyList<StoredEvent> Read(JournalPosition from, JournalPosition to, int limit);

    /// <summary>Notes that events up to <paramref name="position"/> are about to be sent, so that a later ack for them is believed, also after a restart.</summary>
    void MarkSent(JournalPosition position);

    /// <summary>Notes that the district has stored an epoch's events up to a watermark; they may go.</summary>
    void Acknowledge(string epoch, long watermark);

    /// <summary>The district's watermark of an epoch is beyond what the journal held when it was opened, and beyond what was sent since: the journal was set back. Begins a new epoch unless that was done, so that no sequence is used twice, and appends there again what waits. Called again it goes on where that was cut off.</summary>
    void BeginEpochAfterSetBack(string epoch, long watermark);

    /// <summary>How full the journal is.</summary>
    QueueHealth Queue();

    /// <summary>Completes when an event was appended after the call before this one.</summary>
    Task WaitForAppendAsync(CancellationToken cancellationToken);
}

/// <summary>How far one epoch has come.</summary>
/// <param name="Ordinal">Number in this journal, from 1.</param>
/// <param name="Epoch">Name, as in every key.</param>
/// <param name="Acked">The district's durable watermark.</param>
/// <param name="Last">Last sequence appended; 0 before the first.</param>
/// <param name="Sent">No event beyond this was sent before this process started.</param>
public readonly record struct EpochState(int Ordinal, string Epoch, long Acked, long Last, long Sent)
{
    public long Waiting => Last - Acked;
}

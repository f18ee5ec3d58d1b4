using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Kiosk.Loop;

/// <summary>Passages whose end nobody saw because the service ended first. They are closed at the next start, so that every admission has its end on record.</summary>
internal static class OpenPassages
{
    /// <summary>Events that are looked at, from the last one back: more than come between an admission and the end of its passage.</summary>
    private const int LooksBack = 256;

    /// <summary>Writes a gate event <c>unknown</c> for each admission of an earlier service that has none.</summary>
    /// <param name="current">Epoch that is looked at.</param>
    /// <param name="startedAt">When this service began: what came later is its own, and goes on.</param>
    /// <returns>Whether all of them are on record.</returns>
    public static bool TryClose(IEventSource journal, EpochState current, IOutbox outbox, MachineOptions lane, MonotonicInstant startedAt, Func<EventTime> now)
    {
        EventTime time = now();
        var open = new SortedSet<long>();
        var from = new JournalPosition(current.Ordinal, Math.Max(1, current.Last - LooksBack + 1));
        foreach (StoredEvent stored in journal.Read(from, new JournalPosition(current.Ordinal, current.Last), LooksBack))
        {
            switch (EnvelopeCodec.TryDecode(stored.Json, out Envelope envelope, out _) ? envelope.Data : null)
            {
                case ScanEvent { Verdict: Verdict.Pass } when envelope.Time.Boot != time.Boot || envelope.Time.MonotonicMs < startedAt.SinceStart.TotalMilliseconds:
                    open.Add(stored.Position.Sequence);
                    break;
                case GateEvent { Action: "passed" or "not-passed" or "unknown", Scan: { } scan }:
                    open.Remove(scan);
                    break;
            }
        }

        return open.All(scan => outbox.Append(
            new GateEvent("unknown", "restart", scan) { Direction = lane.Direction, Lane = lane.Name.Length > 0 ? lane.Name : null }, time).Fault == OutboxFault.None);
    }
}

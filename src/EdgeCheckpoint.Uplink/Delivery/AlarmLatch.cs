using System.Collections.Concurrent;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>Raises an alarm once and clears it once, through the journal like every other event. Thread-safe.</summary>
public sealed class AlarmLatch(IOutbox outbox, Func<EventTime> now)
{
    private readonly ConcurrentDictionary<string, bool> _active = new();

    public void Raise(string code, string detail)
    {
        if (_active.TryAdd(code, true) && outbox.Append(new AlarmEvent(code, true, detail), now()).Fault != OutboxFault.None)
        {
            _active.TryRemove(code, out _);
        }
    }

    public void Clear(string code, string detail)
    {
        if (_active.TryRemove(code, out _))
        {
            outbox.Append(new AlarmEvent(code, false, detail), now());
        }
    }
}

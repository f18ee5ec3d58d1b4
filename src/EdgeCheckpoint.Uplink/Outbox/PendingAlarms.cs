using EdgeCheckpoint.Contract.Events;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>Alarms of the journal's own, until they are in the journal. Used under the commit lock.</summary>
internal sealed class PendingAlarms
{
    private readonly Queue<AlarmEvent> _waiting = new();
    private readonly HashSet<string> _active = [];

    public void Raise(string code, string detail) => _waiting.Enqueue(new AlarmEvent(code, true, detail));

    /// <summary>Raises an alarm when its condition begins and clears it when the condition ends.</summary>
    public void Latch(string code, bool active, Func<string> detail)
    {
        if (active ? _active.Add(code) : _active.Remove(code))
        {
            _waiting.Enqueue(new AlarmEvent(code, active, active ? detail() : ""));
        }
    }

    public bool TryPeek(out AlarmEvent? alarm) => _waiting.TryPeek(out alarm);

    public void RemoveFirst() => _waiting.Dequeue();
}

using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>Events of what has happened, in their order and with their own instants, until the journal has them.</summary>
/// <remarks>Bounded: of what finds no room only the number is kept, and told with the alarm that ends the fault.</remarks>
internal sealed class UnwrittenFacts
{
    /// <summary>Days of a broken disk at an ordinary gate; about half a megabyte.</summary>
    private const int Most = 1000;

    private readonly List<Append> _facts = [];
    private int _lost;

    public bool IsEmpty => _facts.Count == 0;

    /// <summary>A sentence for a technician, once the journal works again.</summary>
    public string Told => _lost == 0 ? "the journal takes events again" : $"the journal takes events again; {_lost} events in between found no room in memory and are lost";

    public void Add(Append fact)
    {
        if (_facts.Count < Most)
        {
            _facts.Add(fact);
        }
        else
        {
            _lost++;
        }
    }

    /// <summary>The journal has it.</summary>
    public void Written(CheckpointEvent data)
    {
        int index = _facts.FindIndex(f => ReferenceEquals(f.Data, data));
        if (index >= 0)
        {
            _facts.RemoveAt(index);
        }
        else if (IsEmpty && data is AlarmEvent { Code: Reasons.StorageFault })
        {
            _lost = 0;
        }
    }

    /// <summary>Asks again for all of them, the oldest first.</summary>
    public void Repeat(IList<MachineEffect> effects)
    {
        foreach (Append fact in _facts)
        {
            effects.Add(fact);
        }
    }
}

using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Kiosk.Loop;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>Outputs that also remember who was admitted: once the event is durable, and on the disk before the gate moves, as the event itself.</summary>
internal sealed class RememberingOutputs(IEffects inner, RememberingPolicy policy) : IEffects
{
    public void Apply(MachineEffect effect) => inner.Apply(effect);

    public void Recorded(EventKey key, CheckpointEvent data)
    {
        policy.Recorded(data);
        inner.Recorded(key, data);
    }
}

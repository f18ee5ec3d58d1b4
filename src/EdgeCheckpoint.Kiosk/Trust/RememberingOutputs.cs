using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Kiosk.Loop;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>Outputs that also remember who went through, once the event is durable, and on the disk before anything else is decided.</summary>
internal sealed class RememberingOutputs(IEffects inner, RememberingPolicy policy) : IEffects
{
    public void Apply(MachineEffect effect) => inner.Apply(effect);

    public void Recorded(EventKey key, CheckpointEvent data)
    {
        policy.Recorded(key, data);
        inner.Recorded(key, data);
    }
}

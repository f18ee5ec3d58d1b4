using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;

namespace EdgeCheckpoint.Kiosk.Loop;

/// <summary>Where effects other than events go: gate, lamps, screen, sound. Waits for nothing but the disk.</summary>
internal interface IEffects
{
    void Apply(MachineEffect effect);

    /// <summary>An event is durable, under that key.</summary>
    void Recorded(EventKey key, CheckpointEvent data);
}

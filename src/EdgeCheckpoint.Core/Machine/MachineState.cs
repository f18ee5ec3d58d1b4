namespace EdgeCheckpoint.Core.Machine;

/// <summary>Where the machine stands. Each state but <see cref="Idle"/> and those outside its power has a time limit.</summary>
public enum MachineState
{
    /// <summary>Nobody is there.</summary>
    Idle,

    /// <summary>Somebody is there; reading, code or both are still missing.</summary>
    Encounter,

    /// <summary>A vehicle is there and the next of its people, their number or its plate is awaited.</summary>
    Vehicle,

    /// <summary>A verdict other than pass is on the screen.</summary>
    ShowVerdict,

    /// <summary>The gate is open for one person.</summary>
    Passage,

    /// <summary>The verdict is past; the next person begins when this one has gone, or after a while.</summary>
    CoolDown,

    /// <summary>The journal takes no events, so nothing may be decided.</summary>
    OutOfService,

    Maintenance,

    /// <summary>Released by the emergency input.</summary>
    Emergency,
}

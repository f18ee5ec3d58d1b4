using System.ComponentModel.DataAnnotations;

namespace EdgeCheckpoint.Hardware.Gate;

/// <summary>The gate's relay as the kiosk's settings describe it.</summary>
public sealed record GateOptions
{
    public const string Section = "gate";

    /// <summary>The line that energises the relay.</summary>
    public LineOptions Relay { get; init; } = new();

    /// <summary>Whether the relay tells a gate that times itself, or is itself in the lock's supply.</summary>
    public RelayMode Mode { get; init; } = RelayMode.Pulse;

    /// <summary>What the gate does without power and without us.</summary>
    public SafeState Safe { get; init; } = SafeState.Open;

    /// <summary>Length of the pulse, milliseconds, 50 to 5000.</summary>
    [Range(50, 5000)]
    public int PulseMilliseconds { get; init; } = 500;

    /// <summary>Seconds until the gate bars again by itself, 1 to 60.</summary>
    [Range(1, 60)]
    public int OpenSeconds { get; init; } = 8;

    /// <summary>Whether the relay's coil carries current for a position. The wiring makes the safe state the one without current.</summary>
    public bool Energised(bool open) => Mode == RelayMode.Pulse || Safe == SafeState.Barred ? open : !open;
}

/// <summary>How the relay speaks to the gate.</summary>
public enum RelayMode
{
    /// <summary>A short closing tells a turnstile to let one person through; the turnstile bars by itself. Held closed, it stays open.</summary>
    Pulse,

    /// <summary>The relay switches the lock: the gate is open as long as we say so.</summary>
    Hold,
}

/// <summary>What a gate does without power.</summary>
public enum SafeState
{
    /// <summary>Fail-safe: people can always leave. The lock holds only while it has current.</summary>
    Open,

    /// <summary>Fail-secure: nobody enters. Only where people have another way out.</summary>
    Barred,
}

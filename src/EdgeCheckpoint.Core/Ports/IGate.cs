namespace EdgeCheckpoint.Core.Ports;

/// <summary>The barrier. Thread-safe; commands return at once. Disposing puts it into its safe state.</summary>
/// <remarks>While the emergency input is active the gate stays released, whatever is asked of it.</remarks>
public interface IGate : IDisposable
{
    /// <summary>What was last commanded; whether somebody walked is told by <see cref="ISiteInputs"/>.</summary>
    GatePosition Position { get; }

    /// <summary>Lets one person through; bars again by itself after the configured time. Asking again begins that time anew.</summary>
    OutputFault Open();

    /// <summary>Bars, also after a release.</summary>
    /// <returns><see cref="OutputFault.Held"/> while the emergency input is active.</returns>
    OutputFault Bar();

    /// <summary>Opens and stays open until <see cref="Bar"/>.</summary>
    OutputFault Release();
}

/// <summary>What the gate was told to do.</summary>
public enum GatePosition
{
    Barred,

    /// <summary>Open for one person.</summary>
    Open,

    /// <summary>Open until it is barred again: emergency, or by command.</summary>
    Released,
}

/// <summary>Why an output did not do what it was told. Nothing is retried: the next command tries again.</summary>
public enum OutputFault
{
    None,

    /// <summary>The line or its chip is not there.</summary>
    Absent,

    /// <summary>The line is there and the command failed.</summary>
    Failed,

    /// <summary>Refused because the emergency input holds the gate.</summary>
    Held,

    /// <summary>The output was disposed.</summary>
    Closed,
}

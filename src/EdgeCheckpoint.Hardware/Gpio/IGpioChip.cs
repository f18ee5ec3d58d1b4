namespace EdgeCheckpoint.Hardware.Gpio;

/// <summary>A set of lines that can be driven or sensed. Thread-safe. Simulated and real adapters behave alike.</summary>
public interface IGpioChip : IDisposable
{
    /// <summary>Looks a line up by the name the device tree gives it, as <c>GPIO17</c>.</summary>
    /// <param name="offset">Its number on this chip; -1 after a fault.</param>
    GpioFault Find(string name, out int offset);

    /// <summary>Takes lines for this process alone. They stay taken until the result is disposed, or this process ends.</summary>
    /// <param name="lines">Null after a fault.</param>
    /// <remarks>Outputs have their first level from the first moment: no glitch in between.</remarks>
    GpioFault Request(GpioRequest request, out IGpioLines? lines);
}

/// <summary>Lines taken together, counted by their place in the request. Logical levels: an active-low line that is low is active.</summary>
/// <remarks>Thread-safe, except that one thread waits. Disposing gives the lines back; what they do then is the wiring's matter.</remarks>
public interface IGpioLines : IDisposable
{
    /// <param name="levels">Bit i is line i; 1 is active.</param>
    GpioFault Get(out ulong levels);

    /// <summary>Changes outputs together, in one step.</summary>
    /// <param name="levels">Bit i is line i; 1 is active.</param>
    /// <param name="mask">Which lines to change.</param>
    GpioFault Set(ulong levels, ulong mask);

    /// <summary>Waits for changes of inputs that were requested with <see cref="GpioRequest.Edges"/>.</summary>
    /// <param name="edges">Filled from the front, oldest first.</param>
    /// <param name="count">How many; 0 when the time went by.</param>
    GpioFault Wait(Span<GpioEdge> edges, int timeoutMilliseconds, out int count);
}

/// <summary>Why lines could not be used.</summary>
public enum GpioFault
{
    None,

    /// <summary>No such chip or line.</summary>
    Absent,

    /// <summary>Another program, or another request of ours, has one of the lines.</summary>
    Busy,

    /// <summary>The system does not let us: group <c>gpio</c> is missing.</summary>
    Denied,

    /// <summary>The chip cannot do what was asked, as a pull resistor.</summary>
    Unsupported,

    /// <summary>The chip failed, or went away.</summary>
    Failed,
}

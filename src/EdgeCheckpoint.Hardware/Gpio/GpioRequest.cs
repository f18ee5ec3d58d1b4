namespace EdgeCheckpoint.Hardware.Gpio;

/// <summary>Which lines, and how.</summary>
/// <param name="Consumer">Shown to whoever looks who has the line; at most 31 bytes.</param>
/// <param name="Output">Outputs, or inputs.</param>
/// <param name="Lines">1 to 64.</param>
public sealed record GpioRequest(string Consumer, bool Output, IReadOnlyList<GpioLine> Lines)
{
    /// <summary>Inputs: report changes, both ways.</summary>
    public bool Edges { get; init; }

    /// <summary>Inputs: a level counts once it has held for so long; zero reports every change.</summary>
    public TimeSpan Debounce { get; init; }
}

/// <summary>One line.</summary>
/// <param name="Offset">Number on its chip.</param>
/// <param name="ActiveLow">Low voltage means active.</param>
/// <param name="Bias">Pull resistor of the chip; inputs only.</param>
/// <param name="Active">First level of an output.</param>
public readonly record struct GpioLine(int Offset, bool ActiveLow = false, GpioBias Bias = GpioBias.AsIs, bool Active = false);

/// <summary>Pull resistor inside the chip.</summary>
public enum GpioBias
{
    /// <summary>As the board set it up.</summary>
    AsIs,
    PullUp,
    PullDown,
    None,
}

/// <summary>One change of an input.</summary>
/// <param name="Index">Place of the line in its request.</param>
/// <param name="Active">Its logical level from now on.</param>
/// <param name="Time">When the kernel saw it, on the monotonic clock of this boot.</param>
/// <param name="Sequence">Counts the changes of the whole request from 1; a gap means that changes were lost.</param>
public readonly record struct GpioEdge(int Index, bool Active, TimeSpan Time, uint Sequence);

using System.Globalization;
using EdgeCheckpoint.Hardware.Gpio;

namespace EdgeCheckpoint.Hardware.Gate;

/// <summary>One line as the kiosk's settings describe it.</summary>
public sealed record LineOptions
{
    /// <summary>Number on the chip, or name as <c>GPIO17</c>. Empty: not wired.</summary>
    public string Line { get; init; } = "";

    /// <summary>Low voltage means active.</summary>
    public bool ActiveLow { get; init; }

    /// <summary>Pull resistor of the chip; inputs only.</summary>
    public GpioBias Bias { get; init; } = GpioBias.AsIs;

    public bool IsWired => Line.Length > 0;

    /// <param name="line">Its number on the chip filled in; default after a fault.</param>
    internal GpioFault Resolve(IGpioChip chip, out GpioLine line)
    {
        GpioFault fault = GpioFault.None;
        if (!int.TryParse(Line, NumberStyles.None, CultureInfo.InvariantCulture, out int offset))
        {
            fault = chip.Find(Line, out offset);
        }

        line = fault == GpioFault.None ? new GpioLine(offset, ActiveLow, Bias) : default;
        return fault;
    }
}

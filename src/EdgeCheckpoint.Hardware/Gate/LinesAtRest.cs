using EdgeCheckpoint.Hardware.Gpio;

namespace EdgeCheckpoint.Hardware.Gate;

/// <summary>
/// Takes the current from relay, lamps and buzzer after a service that could not do so itself, because it crashed or was killed.
/// The kernel takes the lines back then, but Raspberry Pi OS leaves outputs driven as they were (unless dtparam=strict_gpiod).
/// </summary>
public static class LinesAtRest
{
    /// <summary>Drives every wired output to its inactive level and gives it back.</summary>
    /// <returns>One sentence an output: at rest, or why not.</returns>
    public static IReadOnlyList<string> Put(IGpioChip chip, SiteOptions options)
    {
        ArgumentNullException.ThrowIfNull(chip);
        ArgumentNullException.ThrowIfNull(options);
        return [.. Outputs(options).Where(static output => output.Line.IsWired).Select(output => $"{output.Key}: {Put(chip, output.Line)}")];
    }

    private static string Put(IGpioChip chip, LineOptions wired)
    {
        GpioFault fault = wired.Resolve(chip, out GpioLine line);
        if (fault == GpioFault.None)
        {
            fault = chip.Request(new GpioRequest("edge-checkpoint rest", Output: true, [line with { Active = false }]), out IGpioLines? taken);
            taken?.Dispose();
        }

        return fault switch
        {
            GpioFault.None => "at rest",
            GpioFault.Busy => "left alone, another program has it",
            _ => $"not at rest, the chip says {fault}",
        };
    }

    private static (string Key, LineOptions Line)[] Outputs(SiteOptions options) =>
    [
        ("gate:relay", options.Gate.Relay), ("signals:green", options.Signals.Green), ("signals:amber", options.Signals.Amber),
        ("signals:red", options.Signals.Red), ("signals:white", options.Signals.White), ("signals:buzzer", options.Signals.Buzzer),
    ];
}

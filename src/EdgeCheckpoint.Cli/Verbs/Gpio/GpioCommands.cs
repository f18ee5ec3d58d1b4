using System.CommandLine;
using EdgeCheckpoint.Hardware.Gpio;

namespace EdgeCheckpoint.Cli.Verbs.Gpio;

/// <summary><c>checkpointctl gpio ...</c></summary>
internal static class GpioCommands
{
    public static Command Create() => new("gpio", "Look at and try the lines that gate, lamps and contacts are wired to.") { ListVerb.Create(), SetVerb.Create(), WatchVerb.Create() };

    internal static Option<string> ChipOption() => new("--chip") { Description = "The chip's device.", DefaultValueFactory = static _ => "/dev/gpiochip0" };

    /// <param name="chip">Null after an error, which has been said.</param>
    /// <returns>What to exit with after an error.</returns>
    internal static int Open(string path, out KernelGpioChip? chip) => KernelGpioChip.Open(path, out chip) switch
    {
        GpioFault.None => ExitCode.Ok,
        GpioFault.Absent => Output.Error($"there is no {path}. Name the chip with --chip; 'ls /dev/gpiochip*' shows which there are.", ExitCode.NoInput),
        GpioFault.Denied => Output.Error($"not allowed to open {path}. Put yourself into group gpio.", ExitCode.NoInput),
        GpioFault fault => Output.Error($"{path} is not a usable GPIO chip ({fault}).", ExitCode.Io),
    };

    /// <summary>Number or name to number.</summary>
    /// <returns>False when there is no such line; that has been said.</returns>
    internal static bool TryFind(KernelGpioChip chip, string line, out int offset)
    {
        bool found = int.TryParse(line, out offset) ? offset >= 0 && offset < chip.LineCount : chip.Find(line, out offset) == GpioFault.None;
        if (!found)
        {
            Output.Error($"there is no line {line} on {chip.Name}. 'checkpointctl gpio list' shows which there are.", ExitCode.Usage);
        }

        return found;
    }

    internal static int Refused(GpioFault fault) => Output.Error(
        fault == GpioFault.Busy ? "another program has one of the lines. 'checkpointctl gpio list' shows which." : $"the chip refused ({fault}).",
        ExitCode.Io);
}

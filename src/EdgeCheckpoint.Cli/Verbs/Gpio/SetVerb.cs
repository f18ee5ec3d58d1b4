using System.CommandLine;
using EdgeCheckpoint.Hardware.Gpio;

namespace EdgeCheckpoint.Cli.Verbs.Gpio;

/// <summary><c>checkpointctl gpio set LINE</c>: makes a line active for a while.</summary>
internal static class SetVerb
{
    private const int MillisecondsAtMost = 600_000;

    public static Command Create()
    {
        Option<string> chip = GpioCommands.ChipOption();
        var line = new Argument<string>("line") { Description = "Number or name." };
        var milliseconds = new Option<int>("--milliseconds") { Description = "How long.", DefaultValueFactory = static _ => 500 };
        var activeLow = new Option<bool>("--active-low") { Description = "Low voltage means active." };
        var command = new Command("set", "Make a line active for a while, to try a relay or a lamp. The gate may move!") { line, chip, milliseconds, activeLow };
        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetValue(chip)!, parsed.GetRequiredValue(line), parsed.GetValue(milliseconds), parsed.GetValue(activeLow), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string path, string line, int milliseconds, bool activeLow, CancellationToken cancel)
    {
        if (milliseconds is < 1 or > MillisecondsAtMost)
        {
            return Output.Error($"--milliseconds takes 1 to {MillisecondsAtMost}.", ExitCode.Usage);
        }

        int opened = GpioCommands.Open(path, out KernelGpioChip? chip);
        if (chip is null)
        {
            return opened;
        }

        using (chip)
        {
            if (!GpioCommands.TryFind(chip, line, out int offset))
            {
                return ExitCode.Usage;
            }

            GpioFault fault = chip.Request(new GpioRequest("checkpointctl", Output: true, [new GpioLine(offset, activeLow, Active: true)]), out IGpioLines? lines);
            if (fault != GpioFault.None)
            {
                return GpioCommands.Refused(fault);
            }

            using (lines)
            {
                try
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, cancel).ConfigureAwait(false);
                }
                finally
                {
                    lines!.Set(0, 1);
                }
            }
        }

        return ExitCode.Ok;
    }
}

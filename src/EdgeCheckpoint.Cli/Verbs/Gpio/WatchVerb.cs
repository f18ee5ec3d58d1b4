using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Gpio;

namespace EdgeCheckpoint.Cli.Verbs.Gpio;

/// <summary><c>checkpointctl gpio watch LINE...</c>: every change of inputs, to find a loose contact.</summary>
internal static class WatchVerb
{
    private const int DebounceAtMost = 60_000;

    public static Command Create()
    {
        Option<string> chip = GpioCommands.ChipOption();
        var lines = new Argument<string[]>("lines") { Description = "Numbers or names.", Arity = ArgumentArity.OneOrMore };
        var seconds = new Option<int>("--seconds") { Description = "How long; 0 until interrupted.", DefaultValueFactory = static _ => 0 };
        var debounce = new Option<int>("--debounce") { Description = "Milliseconds a level must hold.", DefaultValueFactory = static _ => 0 };
        var bias = new Option<GpioBias>("--bias") { Description = "Pull resistor of the chip.", DefaultValueFactory = static _ => GpioBias.AsIs };
        Option<bool> json = Output.JsonOption();
        var command = new Command("watch", "Show the levels of inputs and every change, with its time.") { lines, chip, seconds, debounce, bias, json };
        command.SetAction((parsed, cancel) => Task.Run(
            () => Run(parsed.GetValue(chip)!, parsed.GetRequiredValue(lines), parsed.GetValue(seconds), parsed.GetValue(debounce), parsed.GetValue(bias), parsed.GetValue(json), cancel),
            CancellationToken.None));
        return command;
    }

    private static int Run(string path, string[] names, int seconds, int debounce, GpioBias bias, bool json, CancellationToken cancel)
    {
        if (seconds < 0 || debounce is < 0 or > DebounceAtMost)
        {
            return Output.Error($"--seconds takes 0 or more, --debounce 0 to {DebounceAtMost} ms.", ExitCode.Usage);
        }

        int opened = GpioCommands.Open(path, out KernelGpioChip? chip);
        if (chip is null)
        {
            return opened;
        }

        using (chip)
        {
            List<GpioLine> wanted = [];
            foreach (string name in names)
            {
                if (!GpioCommands.TryFind(chip, name, out int offset))
                {
                    return ExitCode.Usage;
                }

                wanted.Add(new GpioLine(offset, Bias: bias));
            }

            GpioRequest request = new("checkpointctl", Output: false, wanted) { Edges = true, Debounce = TimeSpan.FromMilliseconds(debounce) };
            GpioFault fault = chip.Request(request, out IGpioLines? lines);
            if (fault != GpioFault.None)
            {
                return GpioCommands.Refused(fault);
            }

            using (lines)
            {
                return Follow(lines!, names, seconds, json, cancel);
            }
        }
    }

    private static int Follow(IGpioLines lines, string[] names, int seconds, bool json, CancellationToken cancel)
    {
        MonotonicInstant start = MonotonicInstant.Now(TimeProvider.System);
        lines.Get(out ulong levels);
        for (int i = 0; i < names.Length; i++)
        {
            Print(names[i], (levels >> i & 1) != 0, 0, json);
        }

        Span<GpioEdge> edges = stackalloc GpioEdge[16];
        while (!cancel.IsCancellationRequested && (seconds == 0 || MonotonicInstant.Now(TimeProvider.System) - start < TimeSpan.FromSeconds(seconds)))
        {
            GpioFault fault = lines.Wait(edges, 100, out int count);
            if (fault != GpioFault.None)
            {
                return GpioCommands.Refused(fault);
            }

            for (int i = 0; i < count; i++)
            {
                Print(names[edges[i].Index], edges[i].Active, (new MonotonicInstant(edges[i].Time) - start).TotalSeconds, json);
            }
        }

        return ExitCode.Ok;
    }

    private static void Print(string name, bool active, double seconds, bool json)
    {
        if (json)
        {
            Output.JsonLine(new JsonObject { ["line"] = name, ["active"] = active, ["seconds"] = Math.Round(seconds, 6) });
            return;
        }

        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds,10:0.000} s  {name,-12} {(active ? 1 : 0)}"));
    }
}

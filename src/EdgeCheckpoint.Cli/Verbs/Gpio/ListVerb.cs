using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Hardware.Gpio;
using Spectre.Console;

namespace EdgeCheckpoint.Cli.Verbs.Gpio;

/// <summary><c>checkpointctl gpio list</c>: every line and who has it.</summary>
internal static class ListVerb
{
    public static Command Create()
    {
        Option<string> chip = GpioCommands.ChipOption();
        Option<bool> json = Output.JsonOption();
        var command = new Command("list", "Show every line, its name, and who has it.") { chip, json };
        command.SetAction(parsed => Run(parsed.GetValue(chip)!, parsed.GetValue(json)));
        return command;
    }

    private static int Run(string path, bool json)
    {
        int opened = GpioCommands.Open(path, out KernelGpioChip? chip);
        if (chip is null)
        {
            return opened;
        }

        using (chip)
        {
            List<GpioLineInfo> lines = [];
            for (int offset = 0; offset < chip.LineCount; offset++)
            {
                if (chip.Describe(offset, out GpioLineInfo line) == GpioFault.None)
                {
                    lines.Add(line);
                }
            }

            Print(lines, json);
        }

        return ExitCode.Ok;
    }

    private static void Print(List<GpioLineInfo> lines, bool json)
    {
        if (json)
        {
            lines.ForEach(static line => Output.JsonLine(new JsonObject
            {
                ["line"] = line.Offset,
                ["name"] = line.Name,
                ["consumer"] = line.Consumer,
                ["used"] = line.Used,
                ["output"] = line.Output,
                ["activeLow"] = line.ActiveLow,
            }));
            return;
        }

        Table table = new Table().Border(TableBorder.Simple).AddColumns("line", "name", "direction", "used by");
        foreach (GpioLineInfo line in lines)
        {
            table.AddRow(
                line.Offset.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Markup.Escape(line.Name),
                (line.Output ? "output" : "input") + (line.ActiveLow ? ", active low" : ""),
                Markup.Escape(line.Used && line.Consumer.Length == 0 ? "the kernel" : line.Consumer));
        }

        Output.Result.Write(table);
    }
}

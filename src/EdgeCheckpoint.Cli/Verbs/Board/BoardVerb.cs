using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Hardware.Board;

namespace EdgeCheckpoint.Cli.Verbs.Board;

/// <summary><c>checkpointctl board</c>: temperature and supply of the board.</summary>
internal static class BoardVerb
{
    public static Command Create()
    {
        Option<bool> json = Output.JsonOption();
        var command = new Command("board", "Show the board's model, temperature and supply. Exit code 1 when the supply is too weak.") { json };
        command.SetAction(parsed => Run(parsed.GetValue(json)));
        return command;
    }

    private static int Run(bool json)
    {
        BoardReading board = new BoardSensors("/").Read();
        if (json)
        {
            Output.JsonLine(new JsonObject { ["model"] = board.Model, ["processorCelsius"] = board.ProcessorCelsius, ["undervoltage"] = board.Undervoltage });
        }
        else
        {
            Console.Out.WriteLine($"model        {(board.Model.Length > 0 ? board.Model : "not told")}");
            Console.Out.WriteLine($"temperature  {(board.ProcessorCelsius is { } celsius ? string.Create(CultureInfo.InvariantCulture, $"{celsius:0.0} °C") : "not told")}");
            Console.Out.WriteLine($"supply       {board.Undervoltage switch { true => "TOO WEAK: use the board's own supply and a short cable", false => "good", _ => "not told" }}");
        }

        return board.Undervoltage == true ? ExitCode.No : ExitCode.Ok;
    }
}

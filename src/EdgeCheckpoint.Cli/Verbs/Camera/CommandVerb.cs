using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Hardware.Camera;

namespace EdgeCheckpoint.Cli.Verbs.Camera;

/// <summary><c>checkpointctl camera command</c>: the program the kiosk would start.</summary>
internal static class CommandVerb
{
    public static Command Create()
    {
        CameraArguments camera = new();
        Option<bool> json = Output.JsonOption();
        var command = new Command("command", "Print the command line that a camera is run by.") { json };
        camera.AddTo(command);
        command.SetAction(parsed => Run(parsed, camera, parsed.GetValue(json)));
        return command;
    }

    private static int Run(ParseResult parsed, CameraArguments camera, bool json)
    {
        if (!camera.TryRead(parsed, out CameraOptions options))
        {
            return ExitCode.Usage;
        }

        CameraCommand command = CameraPresets.Command(options);
        if (json)
        {
            Output.JsonLine(new JsonObject
            {
                ["program"] = command.Program,
                ["arguments"] = new JsonArray([.. command.Arguments.Select(static a => JsonValue.Create(a))]),
                ["format"] = command.Format.ToString(),
            });
        }
        else
        {
            Console.Out.WriteLine(string.Join(' ', command.Arguments.Prepend(command.Program).Select(Quoted)));
        }

        return ExitCode.Ok;
    }

    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(static c => char.IsAsciiLetterOrDigit(c) || "-_=:/.,@%+".Contains(c, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Policy.Input;

namespace EdgeCheckpoint.Cli.Verbs.Policy;

/// <summary><c>checkpointctl policy input</c>: what rules may look at.</summary>
internal static class InputVerb
{
    public static Command Create()
    {
        Option<bool> json = Output.JsonOption();
        var command = new Command("input", "List everything a rule may look at, with type and meaning.") { json };
        command.SetAction(parsed => Run(parsed.GetValue(json)));
        return command;
    }

    private static int Run(bool json)
    {
        foreach (InputField field in InputShape.Fields)
        {
            if (json)
            {
                Output.JsonLine(new JsonObject { ["path"] = field.Path, ["type"] = field.Type, ["meaning"] = field.Meaning, ["open"] = field.Open });
            }
            else
            {
                Console.Out.WriteLine($"{field.Path}{(field.Open ? ".*" : "")} ({field.Type})");
                Console.Out.WriteLine($"    {field.Meaning}");
            }
        }

        return ExitCode.Ok;
    }
}

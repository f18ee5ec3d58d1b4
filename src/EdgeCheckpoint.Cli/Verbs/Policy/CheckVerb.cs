using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Policy;

namespace EdgeCheckpoint.Cli.Verbs.Policy;

/// <summary><c>checkpointctl policy check FILE</c>: every error with its line and column.</summary>
internal static class CheckVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The policy file." };
        Option<bool> json = Output.JsonOption();
        var command = new Command("check", "Say everything that is wrong with a policy file, with line and column.") { file, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string file, bool json)
    {
        int read = PolicyFile.TryRead(file, out byte[] bytes);
        if (read != ExitCode.Ok)
        {
            return read;
        }

        PolicyParseResult result = PolicyDocument.Parse(bytes);
        if (json)
        {
            Output.JsonLine(new JsonObject
            {
                ["file"] = file,
                ["good"] = result.Policy is not null,
                ["version"] = result.Policy?.Version,
                ["rules"] = result.Policy?.RuleIds.Count,
                ["issues"] = new JsonArray([.. result.Issues.Select(PolicyFile.Json)]),
            });
            return result.Policy is null ? ExitCode.Config : ExitCode.Ok;
        }

        if (result.Policy is null)
        {
            return PolicyFile.Wrong(file, result.Issues);
        }

        Console.Out.WriteLine($"{file}: {result.Policy.Version}, {result.Policy.RuleIds.Count} rules, no errors");
        return ExitCode.Ok;
    }
}

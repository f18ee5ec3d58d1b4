using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Inputs;
using Spectre.Console;

namespace EdgeCheckpoint.Cli.Verbs.Journal;

/// <summary><c>checkpointctl journal replay FILE</c>: what the machine did then, beside what it does now.</summary>
internal static class ReplayVerb
{
    public static Command Create()
    {
        Argument<FileInfo> file = new("file") { Description = "A record that the kiosk saved." };
        Option<bool> all = new("--all") { Description = "Show every input that made the machine do something, not only verdicts and differences." };
        Option<bool> json = Output.JsonOption();
        var command = new Command("replay", "Play a record through the machine. Exit code 1 when it does not do now what it did then.") { file, all, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(all), parsed.GetValue(json)));
        return command;
    }

    private static int Run(FileInfo file, bool all, bool json)
    {
        InputReplay? replay;
        string problem;
        try
        {
            using StreamReader text = file.OpenText();
            replay = InputReplay.Read(text, out problem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Output.Error($"{file} cannot be read: {e.Message}", ExitCode.NoInput);
        }

        if (replay is null)
        {
            return Output.Error($"{file}: {problem}", ExitCode.NoInput);
        }

        int inputs = 0, verdicts = 0, differences = 0;
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("s", "input", "then", "now");
        foreach (ReplayedInput step in replay.Run())
        {
            inputs++;
            bool decides = step.Then.Concat(step.Now).Any(static d => d.StartsWith("scan ", StringComparison.Ordinal));
            verdicts += decides ? 1 : 0;
            differences += step.Differs ? 1 : 0;
            if (!decides && !step.Differs && !(all && step.Then.Count > 0))
            {
                continue;
            }

            if (json)
            {
                Output.JsonLine(ToJson(step));
            }
            else
            {
                table.AddRow(
                    new Text(step.At.SinceStart.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)), new Text(step.Input),
                    new Text(string.Join('\n', step.Then)), new Text(step.Differs ? "DIFFERS\n" + string.Join('\n', step.Now) : "the same"));
            }
        }

        if (!json)
        {
            Output.Result.Write(table);
            InputHeader header = replay.Header;
            Console.Out.WriteLine($"{header.Site.Device}, software {header.Software}, rules {header.Policy}, saved {header.SavedAt:u} ({header.Cause}): {inputs} inputs, {verdicts} verdicts, {differences} differences");
            Console.Out.Write(header.Torn ? "The record begins while somebody was being served; differences at its beginning mean nothing.\n" : "");
        }

        return differences == 0 ? ExitCode.Ok : ExitCode.No;
    }

    private static JsonObject ToJson(ReplayedInput step) => new()
    {
        ["seconds"] = Math.Round(step.At.SinceStart.TotalSeconds, 3),
        ["input"] = step.Input,
        ["then"] = List(step.Then),
        ["now"] = List(step.Now),
        ["differs"] = step.Differs,
    };

    private static JsonArray List(IReadOnlyList<string> words) => new([.. words.Select(static w => (JsonNode)w)]);
}

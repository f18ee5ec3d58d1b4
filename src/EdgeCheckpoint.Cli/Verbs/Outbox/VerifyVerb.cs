using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Uplink.Outbox;
using Spectre.Console;

namespace EdgeCheckpoint.Cli.Verbs.Outbox;

/// <summary><c>checkpointctl outbox verify FOLDER</c>: whether anything was changed, removed or damaged.</summary>
internal static class VerifyVerb
{
    /// <summary>More of them say nothing new.</summary>
    private const int MostShown = 20;

    public static Command Create()
    {
        JournalArguments journal = new();
        Option<bool> json = Output.JsonOption();
        var command = new Command("verify", "Check seals, sequences, the hash chain and the marks: was anything changed, forged, removed or damaged?") { json };
        journal.AddTo(command);
        command.SetAction(parsed => journal.Open(parsed, opened => Verify(opened, parsed.GetValue(json))));
        return command;
    }

    private static int Verify(OutboxInspector journal, bool json)
    {
        long rows = 0;
        List<OutboxFinding> findings = Output.Aside.Status().Start("Verifying", status => journal.Verify(count =>
        {
            rows = count;
            status.Status($"Verifying: {count} events");
        }).ToList());
        Print(findings, rows, json);
        return findings.Count == 0 ? ExitCode.Ok : ExitCode.No;
    }

    private static void Print(List<OutboxFinding> findings, long rows, bool json)
    {
        if (json)
        {
            Output.JsonLine(new JsonObject
            {
                ["events"] = rows,
                ["whole"] = findings.Count == 0,
                ["findings"] = new JsonArray([.. findings.Select(static f => new JsonObject { ["epoch"] = f.Position.Ordinal, ["sequence"] = f.Position.Sequence, ["what"] = f.What })]),
            });
            return;
        }

        foreach (OutboxFinding finding in findings.Take(MostShown))
        {
            Console.Out.WriteLine($"{finding.Position}: {finding.What}");
        }

        if (findings.Count > MostShown)
        {
            Console.Out.WriteLine($"and {findings.Count - MostShown} more; --json prints all");
        }

        Console.Out.WriteLine(findings.Count == 0 ? $"{rows} events, whole and unchanged" : $"{rows} events, {findings.Count} findings");
    }
}

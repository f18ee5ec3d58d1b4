using System.CommandLine;
using System.Text;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Cli.Verbs.Outbox;

/// <summary><c>checkpointctl outbox export FOLDER</c>: every event as one line of JSON.</summary>
internal static class ExportVerb
{
    public static Command Create()
    {
        JournalArguments journal = new();
        Option<long> from = new("--from") { Description = "First sequence, within each epoch.", DefaultValueFactory = static _ => 1 };
        Option<string> kind = new("--kind") { Description = "Only events of this kind, such as scan.", HelpName = "KIND" };
        var command = new Command("export", "Print every event as a CloudEvents line of JSON, as the journal keeps it.") { from, kind };
        journal.AddTo(command);
        command.SetAction(parsed => journal.Open(parsed, opened => Print(opened, parsed.GetValue(from), parsed.GetValue(kind))));
        return command;
    }

    private static int Print(OutboxInspector journal, long from, string? kind)
    {
        int count = 0;
        foreach (StoredEvent stored in journal.Events().Where(e => e.Key.Sequence >= from && (kind is null || e.Kind == kind)))
        {
            Console.Out.WriteLine(Encoding.UTF8.GetString(stored.Json));
            count++;
        }

        return count > 0 || journal.Epochs.All(static e => e.Waiting == 0)
            ? ExitCode.Ok
            : Output.Error("no event could be opened or none fits; a sealed journal needs --secret-file.", ExitCode.No);
    }
}

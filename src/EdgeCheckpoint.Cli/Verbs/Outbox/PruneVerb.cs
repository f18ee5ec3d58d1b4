using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Cli.Verbs.Outbox;

/// <summary><c>checkpointctl outbox prune FOLDER</c>: removes what the district has; needs the kiosk to be stopped.</summary>
internal static class PruneVerb
{
    public static Command Create()
    {
        JournalArguments journal = new();
        Option<bool> json = Output.JsonOption();
        var command = new Command("prune", "Remove the events that the district has acknowledged; never one that it has not. The kiosk must be stopped.") { json };
        journal.AddTo(command);
        command.SetAction(parsed =>
        {
            OutboxOptions? options = null;
            int opened = journal.Open(parsed, (inspector, secret) =>
            {
                if (!inspector.Fits)
                {
                    return Output.Error("the journal was not written with this secret, or was changed; give its own with --secret-file. Nothing was removed.", ExitCode.No);
                }

                options = new OutboxOptions { Folder = parsed.GetRequiredValue(journal.Folder), Site = inspector.Site, Secret = secret };
                return ExitCode.Ok;
            });
            return options is null ? opened : Prune(options, parsed.GetValue(json));
        });
        return command;
    }

    private static int Prune(OutboxOptions options, bool json)
    {
        using var outbox = new SqliteOutbox(options, TimeProvider.System);
        switch (outbox.Open())
        {
            case OutboxFault.None:
                break;
            case OutboxFault.Owned:
                return Output.Error("a kiosk is using this journal and prunes it by itself; stop it first if you must.", ExitCode.No);
            default:
                return Output.Error($"{options.Folder} cannot be written; check the disk and your rights.", ExitCode.Io);
        }

        long removed = outbox.Prune();
        if (json)
        {
            Output.JsonLine(new JsonObject { ["removed"] = removed });
        }
        else
        {
            Console.Out.WriteLine($"{removed} acknowledged events removed");
        }

        return ExitCode.Ok;
    }
}

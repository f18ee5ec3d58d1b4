using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Uplink.Outbox;
using Spectre.Console;

namespace EdgeCheckpoint.Cli.Verbs.Outbox;

/// <summary><c>checkpointctl outbox show FOLDER</c>: what the journal holds and what waits for the district.</summary>
internal static class ShowVerb
{
    public static Command Create()
    {
        JournalArguments journal = new();
        Option<bool> json = Output.JsonOption();
        var command = new Command("show", "Say what the journal holds and what waits for the district.") { json };
        journal.AddTo(command);
        command.SetAction(parsed => journal.Open(parsed, opened => Print(opened, parsed.GetValue(json))));
        return command;
    }

    private static int Print(OutboxInspector journal, bool json)
    {
        long bytes = new FileInfo(journal.File).Length;
        if (json)
        {
            foreach (EpochState epoch in journal.Epochs)
            {
                Output.JsonLine(new JsonObject
                {
                    ["device"] = journal.Site.Device,
                    ["epoch"] = epoch.Epoch,
                    ["last"] = epoch.Last,
                    ["acknowledged"] = epoch.Acked,
                    ["waiting"] = epoch.Waiting,
                    ["fileBytes"] = bytes,
                    ["older"] = new JsonArray([.. journal.Older.Select(static f => (JsonNode)f)]),
                });
            }

            return ExitCode.Ok;
        }

        var table = new Table().AddColumns("Epoch", "Last event", "Acknowledged", "Waiting");
        foreach (EpochState epoch in journal.Epochs)
        {
            table.AddRow(epoch.Epoch, Number(epoch.Last), Number(epoch.Acked), Number(epoch.Waiting));
        }

        Output.Result.MarkupLineInterpolated($"{journal.Site.Device} at {journal.Site.District}/{journal.Site.Checkpoint}, {journal.File}, {Number(bytes / 1024)} KiB");
        Output.Result.Write(table);
        foreach (string older in journal.Older)
        {
            Output.Result.WriteLine($"{older} beside it holds events that are not brought over: a running kiosk does that, or they need the device's former name or secret.");
        }

        return ExitCode.Ok;
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}

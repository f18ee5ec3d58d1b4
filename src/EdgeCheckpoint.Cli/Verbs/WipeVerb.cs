using System.CommandLine;

namespace EdgeCheckpoint.Cli.Verbs;

/// <summary><c>checkpointctl wipe</c>: erases everything about people from a stopped kiosk.</summary>
internal static class WipeVerb
{
    public static Command Create()
    {
        Option<string> configuration = new("--config") { Description = "The kiosk's configuration.", DefaultValueFactory = static _ => KioskService.DefaultConfiguration };
        Option<bool> yes = new("--yes") { Description = "Do not ask; for scripts." };
        Option<bool> force = new("--force-undelivered") { Description = "Erase also events that the district does not have." };
        Option<bool> json = Output.JsonOption();
        var command = new Command("wipe", "Erase everything about people from this kiosk, which must be stopped; says what was erased and what remains.") { configuration, yes, force, json };
        command.SetAction((parsed, cancellationToken) => KioskService.AskAsync(
            [
                "--wipe", "--config", parsed.GetRequiredValue(configuration),
                .. parsed.GetValue(yes) ? ["--yes"] : Array.Empty<string>(),
                .. parsed.GetValue(force) ? ["--force-undelivered"] : Array.Empty<string>(),
                .. parsed.GetValue(json) ? ["--json"] : Array.Empty<string>(),
            ],
            cancellationToken));
        return command;
    }
}

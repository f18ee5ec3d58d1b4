using System.CommandLine;

namespace EdgeCheckpoint.Cli.Verbs.Config;

/// <summary><c>checkpointctl config check|show|migrate|reference</c>: asks the kiosk service itself, so that what is checked is what will run.</summary>
internal static class ConfigCommand
{
    public static Command Create() => new("config", "Check, show and describe the configuration of a kiosk.")
    {
        OnFile("check", "Check a configuration; every mistake is named with its key.", "--check", Output.JsonOption()),
        OnFile("show", "Print the configuration in force, defaults included.", "--show"),
        OnFile("migrate", "Rewrite files of earlier versions in the present shape; each old file is kept beside the new one.", "--migrate"),
        Reference(),
    };

    /// <param name="json">Null where the answer has one form only.</param>
    private static Command OnFile(string name, string description, string flag, Option<bool>? json = null)
    {
        Argument<string> file = new("file") { Description = "The main file.", DefaultValueFactory = static _ => KioskService.DefaultConfiguration };
        Command command = new(name, description) { file };
        if (json is not null)
        {
            command.Add(json);
        }

        command.SetAction((parsed, cancellationToken) => KioskService.AskAsync(
            [flag, "--config", parsed.GetRequiredValue(file), .. json is not null && parsed.GetValue(json) ? ["--json"] : Array.Empty<string>()],
            cancellationToken));
        return command;
    }

    private static Command Reference()
    {
        Command command = new("reference", "Print the reference page of all keys, in Markdown.");
        command.SetAction(static (_, cancellationToken) => KioskService.AskAsync(["--reference"], cancellationToken));
        return command;
    }
}

using System.CommandLine;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Cli.Verbs.Trust;

/// <summary><c>checkpointctl trust show --roots PATH</c>: what is in force on this kiosk, and how old it is.</summary>
internal static class ShowVerb
{
    public static Command Create()
    {
        Option<string> folder = KioskFolder.Option();
        Option<string> roots = RootKeys.Option();
        Option<bool> json = Output.JsonOption();
        var command = new Command("show", "Show the documents in force on this kiosk, with version and age.") { folder, roots, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(folder);
            if (!Directory.Exists(path))
            {
                return Output.Error($"There is no folder {path}; give --folder as the kiosk's configuration has it.", ExitCode.NoInput);
            }

            if (RootKeys.Read(parsed.GetRequiredValue(roots)) is not { } keys)
            {
                return ExitCode.NoInput;
            }

            string[] files = [.. Directory.EnumerateFiles(path, "*" + SignedDocument.Extension).Order(StringComparer.Ordinal)];
            if (files.Length == 0 && !parsed.GetValue(json))
            {
                Console.Out.WriteLine($"{path} holds no signed document.");
            }

            return VerifyDocumentVerb.All(files, keys, new VerificationTime(TimeProvider.System.GetUtcNow(), ClockState.Synced), parsed.GetValue(json));
        });
        return command;
    }
}

using System.CommandLine;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;

namespace EdgeCheckpoint.Cli.Verbs.Trust;

/// <summary><c>checkpointctl trust show --roots PATH</c>: what is in force on this kiosk, and how old it is.</summary>
internal static class ShowVerb
{
    public static Command Create()
    {
        Option<string> folder = KioskFolder.Option();
        Option<string> roots = RootKeys.Option();
        Option<bool> json = Output.JsonOption();
        var command = new Command("show", "Show the documents in force on this kiosk, with version and age. Exit code 1: one is damaged or expired, or waits for its snapshot.") { folder, roots, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(folder);
            if (!Directory.Exists(path))
            {
                return Output.Error($"There is no folder {path}; give --folder as the kiosk's configuration has it.", ExitCode.NoInput);
            }

            return RootKeys.Read(parsed.GetRequiredValue(roots)) is { } keys
                ? Run(path, keys, new VerificationTime(TimeProvider.System.GetUtcNow(), ClockState.Synced), parsed.GetValue(json))
                : ExitCode.NoInput;
        });
        return command;
    }

    private static int Run(string folder, TrustedKeySet roots, VerificationTime now, bool json)
    {
        try
        {
            List<DocumentFile> documents = KioskFolder.Documents(folder, roots, now);
            if (documents.Count == 0 && !json)
            {
                Console.Out.WriteLine($"{folder} holds no signed document.");
            }

            documents.ForEach(document => document.Print(now, json));
            return documents.TrueForAll(static d => d.IsGood) ? ExitCode.Ok : ExitCode.No;
        }
        catch (Exception io) when (io is IOException or UnauthorizedAccessException)
        {
            return Output.Error($"{folder} cannot be read: {io.Message}", ExitCode.NoInput);
        }
    }
}

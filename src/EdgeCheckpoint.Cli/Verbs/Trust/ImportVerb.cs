using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Cli.Verbs.Trust;

/// <summary><c>checkpointctl trust import FILE...</c>: hands documents, from a USB stick say, to this kiosk.</summary>
/// <remarks>The verb judges by the same rules as the kiosk and then puts the file where the kiosk looks every second; only the kiosk itself writes what is in force.</remarks>
internal static class ImportVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "Signed documents.", Arity = ArgumentArity.OneOrMore };
        Option<string> folder = KioskFolder.Option();
        Option<string> roots = RootKeys.Option();
        Option<bool> json = Output.JsonOption();
        var command = new Command("import", "Hand signed documents to this kiosk.") { files, folder, roots, json };
        command.SetAction(parsed => RootKeys.Read(parsed.GetRequiredValue(roots)) is { } keys
            ? Run(parsed.GetRequiredValue(files), parsed.GetRequiredValue(folder), keys, parsed.GetValue(json))
            : ExitCode.NoInput);
        return command;
    }

    private static int Run(string[] files, string folder, TrustedKeySet roots, bool json)
    {
        VerificationTime now = new(TimeProvider.System.GetUtcNow(), ClockState.Synced);
        bool all = true;
        foreach (string file in files)
        {
            try
            {
                var document = DocumentFile.Read(file, roots);
                string answer = document.IsGood ? Words.Of(Judge(document.Manifest!, folder, roots, now)) : document.Answer;
                bool good = answer is "none" or "unchanged";
                if (answer == "none")
                {
                    Place(file, folder, document.Manifest!);
                    answer = "handed over";
                }

                all &= good;
                Report(file, document.Manifest, answer, json);
            }
            catch (Exception io) when (io is IOException or UnauthorizedAccessException)
            {
                return Output.Error($"{file}: {io.Message}", ExitCode.Io);
            }
        }

        return all ? ExitCode.Ok : ExitCode.No;
    }

    private static DocumentFault Judge(DocumentManifest offered, string folder, TrustedKeySet roots, VerificationTime now)
    {
        DocumentManifest? current = InForce(folder, offered.Kind, roots);
        DocumentManifest? snapshot = InForce(folder, DocumentKind.Revocations, roots);
        return DocumentRules.Accept(
            offered,
            current?.District ?? offered.District,
            current is null ? null : new DocumentFloor(current.Version, current.BodySha256),
            snapshot?.Version,
            now);
    }

    private static DocumentManifest? InForce(string folder, DocumentKind kind, TrustedKeySet roots)
    {
        string file = Path.Combine(folder, Words.Of(kind) + SignedDocument.Extension);
        return File.Exists(file) ? DocumentFile.Read(file, roots).Manifest : null;
    }

    /// <summary>Under another name first, so that the kiosk never sees half a file.</summary>
    private static void Place(string file, string folder, DocumentManifest manifest)
    {
        string incoming = Directory.CreateDirectory(Path.Combine(folder, KioskFolder.Incoming)).FullName;
        string name = Path.Combine(incoming, manifest.Name.Replace('/', '-') + SignedDocument.Extension);
        File.Copy(file, name + ".new", overwrite: true);
        File.Move(name + ".new", name, overwrite: true);
    }

    private static void Report(string file, DocumentManifest? manifest, string answer, bool json)
    {
        if (json)
        {
            Output.JsonLine(new JsonObject { ["file"] = file, ["document"] = manifest?.Name, ["answer"] = answer });
        }
        else
        {
            Console.Out.WriteLine($"{file}: {manifest?.Name ?? "no document"}: {answer}");
        }
    }
}

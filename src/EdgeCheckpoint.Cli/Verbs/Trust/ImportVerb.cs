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
    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

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
                var document = DocumentFile.Read(file, roots, now);
                string answer = document.Answer;
                if (document is { IsGood: true, Manifest: { } offered })
                {
                    DocumentFault fault = Judge(offered, KioskFolder.Documents(folder, roots, now), now);
                    answer = fault is DocumentFault.None or DocumentFault.OtherBase ? Place(file, folder, offered, fault) : Words.Of(fault);
                    all &= fault is DocumentFault.None or DocumentFault.OtherBase or DocumentFault.Unchanged or DocumentFault.Superseded;
                }

                all &= document.IsGood;
                Report(file, document.Manifest, answer, json);
            }
            catch (Exception io) when (io is IOException or UnauthorizedAccessException)
            {
                return Output.Error($"{file}: {io.Message}", ExitCode.Io);
            }
        }

        return all ? ExitCode.Ok : ExitCode.No;
    }

    private static DocumentFault Judge(DocumentManifest offered, List<DocumentFile> there, VerificationTime now)
    {
        var inForce = there.Where(static d => d.Fault == DocumentFault.None).Select(static d => d.Manifest!)
            .GroupBy(static m => m.Kind).ToDictionary(static kind => kind.Key, static kind => kind.MaxBy(static m => m.Version)!);
        DocumentManifest? current = inForce.GetValueOrDefault(offered.Kind);
        return DocumentRules.Accept(
            offered,
            current?.District ?? offered.District,
            inForce,
            current is null ? null : new DocumentFloor(current.Version, current.BodySha256),
            now);
    }

    /// <summary>Under another name first, so that the kiosk never sees half a file; and readable for the kiosk, whoever may read the one it is copied from.</summary>
    private static string Place(string file, string folder, DocumentManifest manifest, DocumentFault fault)
    {
        string incoming = Directory.CreateDirectory(DocumentFiles.Incoming(folder)).FullName;
        string name = Path.Combine(incoming, manifest.Name.Replace('/', '-') + SignedDocument.Extension);
        string temporary = name + ".new";
        using (FileStream from = File.OpenRead(file))
        using (FileStream to = File.Create(temporary))
        {
            from.CopyTo(to);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temporary, ForAll);
        }

        File.Move(temporary, name, overwrite: true);
        return fault == DocumentFault.None ? "handed over" : $"handed over; counts once {Words.Of(DocumentKind.Revocations)}/{manifest.Base} is there";
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

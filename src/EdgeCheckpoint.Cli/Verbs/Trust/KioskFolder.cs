using System.CommandLine;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Cli.Verbs.Trust;

/// <summary>Where a kiosk keeps its signed documents.</summary>
internal static class KioskFolder
{
    public const string Default = "/var/lib/edge-checkpoint/trust";

    public static Option<string> Option() => new("--folder")
    {
        Description = "The kiosk's folder of signed documents.",
        DefaultValueFactory = static _ => Default,
    };

    /// <summary>What a kiosk uses of its folder, the one before where the newest is gone; and changes that wait for their snapshot, which is their problem.</summary>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public static List<DocumentFile> Documents(string folder, TrustedKeySet roots, VerificationTime now)
    {
        // Of a folder that may not be read every file would count as absent.
        string[] present = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        string[][] places =
        [
            .. Enum.GetValues<DocumentKind>().Select(kind => new[] { DocumentFiles.Newest(folder, kind), DocumentFiles.Previous(folder, kind) }),
            [DocumentFiles.Waiting(folder)],
        ];
        DocumentFile[] found = [.. places.Select(p => p.FirstOrDefault(present.Contains)).OfType<string>().Select(file => DocumentFile.Read(file, roots, now))];
        DocumentManifest? snapshot = found.FirstOrDefault(static d => d is { Fault: DocumentFault.None, Manifest.Kind: DocumentKind.Revocations })?.Manifest;
        return
        [
            .. found
                .Select(d => (Document: d, Place: d.Fault == DocumentFault.None ? DocumentRules.OnItsSnapshot(d.Manifest!, snapshot) : DocumentFault.None))
                .Where(static d => d.Place != DocumentFault.Superseded)
                .Select(static d => d.Place == DocumentFault.None ? d.Document : d.Document with { Problem = Words.Of(d.Place) }),
        ];
    }
}

using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>The documents of one kiosk on its disk: one file a kind, and the one before it. One caller at a time.</summary>
/// <remarks>
/// A new document is written beside the old one, proved, read by its consumer, synced and only then renamed over it.
/// A power cut therefore leaves the old or the new one in force.
/// </remarks>
internal sealed class DocumentFolder(string folder, string district, ITrustedKeys roots, TimeProvider time)
{
    private readonly DocumentFloors _floors = new(Path.Combine(folder, "floors.json"));
    private readonly Quarantine _quarantine = new(Path.Combine(folder, "quarantine"), time);

    public string FileOf(DocumentKind kind) => Path.Combine(folder, Words.Of(kind) + SignedDocument.Extension);

    private string PreviousOf(DocumentKind kind) => FileOf(kind) + ".previous";

    /// <summary>Brings the stored document into force at start; a damaged one is quarantined and the one before it tried.</summary>
    /// <param name="snapshotVersion">Version of the revocation snapshot in force; null when there is none.</param>
    /// <returns>Null when there is none that belongs to what is in force.</returns>
    public ImportResult? Load(IDocumentConsumer consumer, long? snapshotVersion)
    {
        try
        {
            return TryLoad(consumer, snapshotVersion);
        }
        catch (Exception io) when (io is IOException or UnauthorizedAccessException)
        {
            return new ImportResult(DocumentFault.Io, null, $"The stored {Words.Of(consumer.Kind)} cannot be read: {io.Message}");
        }
    }

    private ImportResult? TryLoad(IDocumentConsumer consumer, long? snapshotVersion)
    {
        ImportResult? worst = null;
        foreach (string file in new[] { FileOf(consumer.Kind), PreviousOf(consumer.Kind) }.Where(File.Exists))
        {
            DocumentFault fault = Open(file, out StoredDocument? document);
            string? wrong = null;
            Action<StoredDocument> commit = static _ => { };
            if (fault == DocumentFault.None && document!.Manifest is var m && (m.Kind != consumer.Kind || m.District != district))
            {
                fault = m.Kind != consumer.Kind ? DocumentFault.OtherKind : DocumentFault.OtherDistrict;
            }

            if (fault == DocumentFault.None && document!.Manifest.Base is { } needed && needed != (snapshotVersion ?? 0))
            {
                // The changes since an earlier snapshot; the one in force has them already.
                return worst;
            }

            if (fault == DocumentFault.None && (wrong = consumer.Prepare(document!, out commit)) is not null)
            {
                fault = DocumentFault.BadContent;
            }

            if (fault == DocumentFault.None)
            {
                commit(document!);
                _floors.Raise(document!.Manifest);
                return worst ?? new ImportResult(DocumentFault.None, document.Manifest, $"{document.Manifest.Name} is in force.");
            }

            worst ??= new ImportResult(fault, document?.Manifest, $"The stored {Words.Of(consumer.Kind)} cannot be used ({Words.Of(fault)}{(wrong is null ? "" : ": " + wrong)}); the one before it is used where there is one. Send the current one again.");
            _quarantine.Take(file, Path.GetFileName(file));
        }

        return worst;
    }

    /// <summary>Judges an offered document and, if it is good, brings it into force.</summary>
    /// <param name="snapshotVersion">Version of the revocation snapshot in force; null when there is none.</param>
    public ImportResult Import(Stream offered, Func<DocumentKind, IDocumentConsumer?> consumers, long? snapshotVersion, VerificationTime now)
    {
        string temporary = Path.Combine(folder, $"offered-{Guid.NewGuid():N}{AtomicFile.TemporaryExtension}");
        try
        {
            Directory.CreateDirectory(folder);
            ImportResult result = TryImport(offered, temporary, consumers, snapshotVersion, now);
            if (File.Exists(temporary) && result.IsAlarming)
            {
                _quarantine.Take(temporary, $"{Words.Of(result.Fault)}{SignedDocument.Extension}");
            }

            return result;
        }
        catch (Exception io) when (io is IOException or UnauthorizedAccessException)
        {
            return new ImportResult(DocumentFault.Io, null, $"A document could not be stored: {io.Message}");
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }

    private ImportResult TryImport(Stream offered, string temporary, Func<DocumentKind, IDocumentConsumer?> consumers, long? snapshotVersion, VerificationTime now)
    {
        // First to the disk as it is: whatever is wrong with it can then be looked at.
        if (!CopyBounded(offered, temporary))
        {
            return Refuse(DocumentFault.TooLarge, null);
        }

        DocumentFault fault = Open(temporary, out StoredDocument? document);
        if (fault != DocumentFault.None)
        {
            return Refuse(fault, document?.Manifest);
        }

        DocumentManifest manifest = document!.Manifest;
        fault = DocumentRules.Accept(manifest, district, _floors.Of(manifest.Kind), snapshotVersion, now);
        if (fault != DocumentFault.None)
        {
            return Refuse(fault, manifest);
        }

        if (consumers(manifest.Kind) is not { } consumer)
        {
            return Refuse(DocumentFault.OtherKind, manifest);
        }

        if (consumer.Prepare(document, out Action<StoredDocument> commit) is { } wrong)
        {
            return Refuse(DocumentFault.BadContent, manifest, wrong);
        }

        string file = FileOf(manifest.Kind);
        if (File.Exists(file))
        {
            File.Move(file, PreviousOf(manifest.Kind), overwrite: true);
        }

        File.Move(temporary, file, overwrite: true);
        commit(document with { File = file });
        _floors.Raise(manifest);
        return new ImportResult(DocumentFault.None, manifest, $"{manifest.Name} is in force, signed by {document.Signer}.");
    }

    private DocumentFault Open(string file, out StoredDocument? document)
    {
        document = null;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        DocumentFault fault = SignedDocument.ReadHead(stream, roots, out DocumentManifest? manifest, out string signer);
        if (manifest is null)
        {
            return fault == DocumentFault.None ? DocumentFault.Damaged : fault;
        }

        document = new StoredDocument(manifest, file, stream.Position, signer);
        return fault == DocumentFault.None ? SignedDocument.ReadBody(stream, manifest, Stream.Null) : fault;
    }

    private static bool CopyBounded(Stream from, string file)
    {
        long limit = Enum.GetValues<DocumentKind>().Max(SignedDocument.MaxBodyBytes) + (64 * 1024);
        using var to = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        byte[] buffer = new byte[64 * 1024];
        while (from.Read(buffer) is > 0 and int count)
        {
            limit -= count;
            if (limit < 0)
            {
                return false;
            }

            to.Write(buffer, 0, count);
        }

        to.Flush(flushToDisk: true);
        return true;
    }

    private static ImportResult Refuse(DocumentFault fault, DocumentManifest? manifest, string? why = null) => new(
        fault,
        manifest,
        $"{(manifest is null ? "A document" : manifest.Name)} was refused: {Words.Of(fault)}{(why is null ? "" : $" ({why})")}. The one in force stays in force.");
}

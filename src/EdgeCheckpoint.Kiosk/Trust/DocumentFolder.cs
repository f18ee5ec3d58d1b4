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
    /// <summary>What was good when it was taken is not judged by dates again: how old it may get is for the policy to say.</summary>
    public static readonly VerificationTime Undated = new(default, ClockState.Unset);

    private const string Offered = "offered-";

    private readonly DocumentFloors _floors = new(Path.Combine(folder, "floors.json"));
    private readonly Quarantine _quarantine = new(Path.Combine(folder, "quarantine"), time);

    /// <summary>Changes whose snapshot is not here yet.</summary>
    public WaitingChanges Waiting { get; } = new(DocumentFiles.Waiting(folder), time);

    /// <summary>Brings the stored document into force at start; one that is damaged, or older than one that was in force, is quarantined and the one before it tried.</summary>
    /// <param name="inForce">What is in force already: the snapshot, when its changes are loaded.</param>
    /// <returns>What is to be told, and what is in force now; null each where nothing is stored that belongs to what is in force.</returns>
    public (ImportResult? Told, DocumentManifest? InForce) Load(IDocumentConsumer consumer, IReadOnlyDictionary<DocumentKind, DocumentManifest> inForce)
    {
        try
        {
            return TryLoad(consumer, inForce);
        }
        catch (Exception io) when (io is IOException or UnauthorizedAccessException)
        {
            return (new ImportResult(DocumentFault.Io, null, $"The stored {Words.Of(consumer.Kind)} cannot be read: {io.Message}"), null);
        }
    }

    private (ImportResult? Told, DocumentManifest? InForce) TryLoad(IDocumentConsumer consumer, IReadOnlyDictionary<DocumentKind, DocumentManifest> inForce)
    {
        if (consumer.Kind == DocumentKind.RevocationsDelta)
        {
            LoadWaiting();
        }

        ImportResult? refused = null;
        foreach (string file in new[] { DocumentFiles.Newest(folder, consumer.Kind), DocumentFiles.Previous(folder, consumer.Kind) }.Where(File.Exists))
        {
            DocumentFault fault = OpenStored(file, consumer.Kind, inForce, out StoredDocument? document);
            string? wrong = null;
            Action<StoredDocument> commit = static _ => { };
            if (fault == DocumentFault.Superseded)
            {
                // The snapshot in force has these changes, and those before them.
                break;
            }

            if (fault == DocumentFault.OtherBase)
            {
                Waiting.Keep(file, document!.Manifest);
                continue;
            }

            if (fault == DocumentFault.None && (wrong = consumer.Prepare(document!, out commit)) is not null)
            {
                fault = DocumentFault.BadContent;
            }

            if (fault == DocumentFault.None)
            {
                commit(document!);
                ImportResult standing = Standing(document!.Manifest);
                return (refused ?? standing, document.Manifest);
            }

            refused ??= new ImportResult(fault, document?.Manifest, $"The stored {Words.Of(consumer.Kind)} cannot be used ({Words.Of(fault)}{(wrong is null ? "" : ": " + wrong)}); the one before it is used where there is one. Send the current one again.")
            {
                Kind = consumer.Kind,
            };
            _quarantine.Take(file, Path.GetFileName(file));
        }

        return (refused, null);
    }

    /// <summary>Judges an offered document and, if it is good, brings it into force.</summary>
    /// <param name="offered">Opens it; the stream is closed here.</param>
    /// <param name="inForce">What is in force now.</param>
    public ImportResult Import(Func<Stream> offered, Func<DocumentKind, IDocumentConsumer?> consumers, IReadOnlyDictionary<DocumentKind, DocumentManifest> inForce, VerificationTime now)
    {
        string temporary = Path.Combine(folder, $"{Offered}{Guid.NewGuid():N}{AtomicFile.TemporaryExtension}");
        try
        {
            Directory.CreateDirectory(folder);
            ImportResult result = TryImport(offered, temporary, consumers, inForce, now);
            if (result is { Fault: DocumentFault.None or DocumentFault.Superseded, Manifest: { Kind: DocumentKind.RevocationsDelta } changes })
            {
                Waiting.Settle(changes);
            }

            if (File.Exists(temporary) && result.IsAlarming)
            {
                result = result.Kind is null ? result with { Kind = ClaimedKind(temporary) } : result;
                _quarantine.Take(temporary, $"{Words.Of(result.Fault)}{SignedDocument.Extension}");
            }

            return result;
        }
        catch (Exception io) when (io is IOException or UnauthorizedAccessException)
        {
            return new ImportResult(DocumentFault.Io, null, $"A document could not be read or stored: {io.Message}");
        }
        finally
        {
            Discard(temporary);
        }
    }

    /// <summary>Takes away what an import left that a power cut ended.</summary>
    public void Tidy()
    {
        try
        {
            foreach (string left in Directory.Exists(folder) ? Directory.GetFiles(folder, $"{Offered}*{AtomicFile.TemporaryExtension}") : [])
            {
                Discard(left);
            }
        }
        catch (Exception io) when (io is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be read keeps nobody from starting; the loading says what is wrong with it.
        }
    }

    private static void Discard(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception io) when (io is IOException or UnauthorizedAccessException)
        {
            // It takes room and does no other harm; the next start tries again.
        }
    }

    /// <summary>Takes a file away that was judged.</summary>
    /// <param name="keep">Whether it goes to quarantine.</param>
    /// <returns>Null, or why it is still there.</returns>
    public string? TakeAway(string file, bool keep)
    {
        try
        {
            if (keep)
            {
                _quarantine.Take(file, Path.GetFileName(file));
            }
            else
            {
                File.Delete(file);
            }

            return null;
        }
        catch (Exception io) when (io is IOException or UnauthorizedAccessException)
        {
            return $"{file} was looked at and cannot be taken away; do so by hand: {io.Message}";
        }
    }

    private ImportResult TryImport(Func<Stream> offered, string temporary, Func<DocumentKind, IDocumentConsumer?> consumers, IReadOnlyDictionary<DocumentKind, DocumentManifest> inForce, VerificationTime now)
    {
        // First to the disk as it is: whatever is wrong with it can then be looked at.
        using (Stream stream = offered())
        {
            if (!CopyBounded(stream, temporary))
            {
                return Refuse(DocumentFault.TooLarge, null);
            }
        }

        DocumentFault fault = Open(temporary, now, out StoredDocument? document);
        if (fault != DocumentFault.None)
        {
            return Refuse(fault, document?.Manifest);
        }

        DocumentManifest manifest = document!.Manifest;
        fault = DocumentRules.Accept(manifest, district, inForce, _floors.Of(manifest.Kind), now);
        if (fault == DocumentFault.OtherBase)
        {
            Waiting.Keep(temporary, manifest);
            return new ImportResult(fault, manifest, $"{manifest.Name} waits for {Words.Of(DocumentKind.Revocations)}/{manifest.Base}, which is not here.");
        }

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

        string file = DocumentFiles.Newest(folder, manifest.Kind);
        if (File.Exists(file))
        {
            File.Move(file, DocumentFiles.Previous(folder, manifest.Kind), overwrite: true);
        }

        File.Move(temporary, file, overwrite: true);
        commit(document with { File = file });
        _floors.Raise(manifest);
        return new ImportResult(DocumentFault.None, manifest, $"{manifest.Name} is in force, signed by {document.Signer}.");
    }

    private void LoadWaiting()
    {
        string file = DocumentFiles.Waiting(folder);
        if (File.Exists(file) && Open(file, Undated, out StoredDocument? changes) == DocumentFault.None && changes!.Manifest.Base is not null)
        {
            Waiting.Keep(file, changes.Manifest);
        }
    }

    /// <summary>Proves a stored document. Only the one before the newest may be older than what was in force once.</summary>
    private DocumentFault OpenStored(string file, DocumentKind kind, IReadOnlyDictionary<DocumentKind, DocumentManifest> inForce, out StoredDocument? document)
    {
        DocumentFault fault = Open(file, Undated, out document);
        if (fault != DocumentFault.None)
        {
            return fault;
        }

        DocumentManifest manifest = document!.Manifest;
        fault = manifest.Kind != kind ? DocumentFault.OtherKind
            : manifest.District != district ? DocumentFault.OtherDistrict
            : file == DocumentFiles.Newest(folder, kind) ? DocumentRules.Against(_floors.Of(kind), manifest)
            : DocumentFault.None;
        return fault == DocumentFault.None ? DocumentRules.OnItsSnapshot(manifest, inForce.GetValueOrDefault(DocumentKind.Revocations)) : fault;
    }

    /// <summary>Whether the document that was brought into force is the newest the kiosk ever had.</summary>
    private ImportResult Standing(DocumentManifest manifest)
    {
        DocumentFault standing = DocumentRules.Against(_floors.Of(manifest.Kind), manifest);
        _floors.Raise(manifest);
        return new ImportResult(standing, manifest, standing == DocumentFault.None
            ? $"{manifest.Name} is in force."
            : $"{manifest.Name} is in force in the place of a later one that is gone. Send the current one again.");
    }

    private DocumentFault Open(string file, VerificationTime now, out StoredDocument? document)
    {
        document = null;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        DocumentFault fault = SignedDocument.ReadHead(stream, roots, now, out DocumentManifest? manifest, out string signer);
        if (manifest is null)
        {
            return fault == DocumentFault.None ? DocumentFault.Damaged : fault;
        }

        document = new StoredDocument(manifest, file, stream.Position, signer);
        return fault == DocumentFault.None ? SignedDocument.ReadBody(stream, manifest, Stream.Null) : fault;
    }

    private static DocumentKind? ClaimedKind(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return SignedDocument.ClaimedKind(stream);
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

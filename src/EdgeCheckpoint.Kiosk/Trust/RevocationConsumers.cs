using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>Brings revocation snapshots into force.</summary>
internal sealed class RevocationsConsumer(RevocationsInForce revocations) : IDocumentConsumer
{
    public DocumentKind Kind => DocumentKind.Revocations;

    public string? Prepare(StoredDocument document, out Action<StoredDocument> commit)
    {
        // The mapping belongs to the file, not to its name, so it holds through the rename that follows.
        IRevocationEntries entries = document.Manifest.BodyBytes > 0 ? new MappedEntries(document) : new MemoryEntries([]);
        using FileStream check = document.OpenBody();
        if (RevocationSnapshot.Problem(check, document.Manifest.BodyBytes) is { } problem)
        {
            commit = static _ => { };
            return problem;
        }

        check.Position = document.BodyOffset;
        var snapshot = RevocationSnapshot.Build(check, entries);
        commit = _ => revocations.Replace(snapshot);
        return null;
    }
}

/// <summary>Brings the changes since the snapshot into force.</summary>
internal sealed class RevocationDeltaConsumer(RevocationsInForce revocations) : IDocumentConsumer
{
    public DocumentKind Kind => DocumentKind.RevocationsDelta;

    public string? Prepare(StoredDocument document, out Action<StoredDocument> commit)
    {
        var delta = RevocationDelta.Parse(document.ReadBody());
        commit = _ => revocations.Replace(delta!);
        return delta is null ? "it is no list of changes" : null;
    }
}

using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Policy;

namespace EdgeCheckpoint.Core.Trust;

/// <summary>When a genuine document may replace the one in force, and how old the one in force is.</summary>
public static class DocumentRules
{
    /// <summary>How far an issuer's clock may run ahead before its document is not believed.</summary>
    private static readonly TimeSpan FutureTolerance = TimeSpan.FromDays(1);

    /// <param name="floor">Version and body hash of the newest document of its kind that was ever in force; null when there was none.</param>
    /// <param name="snapshotVersion">Version of the revocation snapshot in force; null when there is none, and then a delta to 0 fits.</param>
    public static DocumentFault Accept(DocumentManifest offered, string district, DocumentFloor? floor, long? snapshotVersion, VerificationTime time)
    {
        ArgumentNullException.ThrowIfNull(offered);
        if (offered.District != district)
        {
            return DocumentFault.OtherDistrict;
        }

        if (floor is { } newest && offered.Version <= newest.Version)
        {
            return offered.Version < newest.Version ? DocumentFault.Rollback
                : offered.BodySha256 == newest.BodySha256 ? DocumentFault.Unchanged
                : DocumentFault.Conflict;
        }

        if (offered.Base is { } needed && needed != (snapshotVersion ?? 0))
        {
            return DocumentFault.OtherBase;
        }

        // Without a trusted clock nothing can be said of dates; the version alone then keeps old ones out.
        return time.Clock != ClockState.Synced ? DocumentFault.None
            : time.Now >= offered.ExpiresAt ? DocumentFault.Expired
            : offered.IssuedAt - time.Now > FutureTolerance ? DocumentFault.FromTheFuture
            : DocumentFault.None;
    }

    /// <summary>Age and dates as rules, screens and telemetry show them. Without a set clock there is no age, and nothing counts as expired: policies ask for the clock itself.</summary>
    public static DocumentState StateOf(DocumentManifest manifest, VerificationTime time)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        bool known = time.Clock != ClockState.Unset;
        return new DocumentState(
            manifest.Name,
            known ? time.Now - manifest.IssuedAt : null,
            known && time.Now >= manifest.ExpiresAt,
            known && time.Now >= manifest.NextUpdate);
    }
}

/// <summary>The newest document of a kind that was ever in force; kept apart from the document, so that deleting it is no way back.</summary>
public readonly record struct DocumentFloor(long Version, string BodySha256);

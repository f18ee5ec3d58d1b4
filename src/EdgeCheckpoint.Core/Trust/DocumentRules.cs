using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Policy;

namespace EdgeCheckpoint.Core.Trust;

/// <summary>When a genuine document may replace the one in force, and how old the one in force is.</summary>
public static class DocumentRules
{
    /// <summary>How far an issuer's clock may run ahead before its document is not believed.</summary>
    private static readonly TimeSpan FutureTolerance = TimeSpan.FromDays(1);

    /// <param name="inForce">What is in force now.</param>
    /// <param name="floor">The newest document of its kind that was ever in force; null when there was none.</param>
    public static DocumentFault Accept(DocumentManifest offered, string district, IReadOnlyDictionary<DocumentKind, DocumentManifest> inForce, DocumentFloor? floor, VerificationTime time)
    {
        ArgumentNullException.ThrowIfNull(offered);
        ArgumentNullException.ThrowIfNull(inForce);
        if (offered.District != district)
        {
            return DocumentFault.OtherDistrict;
        }

        if (inForce.TryGetValue(offered.Kind, out DocumentManifest? current) && (current.Version, current.BodySha256) == (offered.Version, offered.BodySha256))
        {
            return DocumentFault.Unchanged;
        }

        DocumentFault fault = Against(floor, offered);
        fault = fault == DocumentFault.None ? OnItsSnapshot(offered, inForce.GetValueOrDefault(DocumentKind.Revocations)) : fault;
        return fault == DocumentFault.None ? InItsTime(offered, time) : fault;
    }

    /// <summary>Whether it is a way back to what was replaced. The newest one itself is none: it is sent again where it was lost.</summary>
    public static DocumentFault Against(DocumentFloor? floor, DocumentManifest offered)
    {
        ArgumentNullException.ThrowIfNull(offered);
        return floor is not { } newest || offered.Version > newest.Version ? DocumentFault.None
            : offered.Version < newest.Version ? DocumentFault.Rollback
            : offered.BodySha256 == newest.BodySha256 ? DocumentFault.None
            : DocumentFault.Conflict;
    }

    /// <summary>Whether a delta belongs to the snapshot in force.</summary>
    /// <param name="snapshot">Null when there is none; a delta to version 0 fits then.</param>
    public static DocumentFault OnItsSnapshot(DocumentManifest offered, DocumentManifest? snapshot)
    {
        ArgumentNullException.ThrowIfNull(offered);
        return offered.Base is not { } needed || needed == (snapshot?.Version ?? 0) ? DocumentFault.None
            : needed < snapshot?.Version && offered.IssuedAt <= snapshot.IssuedAt ? DocumentFault.Superseded
            : DocumentFault.OtherBase;
    }

    /// <summary>Without a trusted clock nothing can be said of dates; the version alone then keeps old ones out.</summary>
    public static DocumentFault InItsTime(DocumentManifest offered, VerificationTime time)
    {
        ArgumentNullException.ThrowIfNull(offered);
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

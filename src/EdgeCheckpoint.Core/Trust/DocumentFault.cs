namespace EdgeCheckpoint.Core.Trust;

/// <summary>Why a document is not taken. The one in force stays in force.</summary>
public enum DocumentFault
{
    None,

    /// <summary>It is the very one in force.</summary>
    Unchanged,

    /// <summary>Not a document of this software at all.</summary>
    NotADocument,

    /// <summary>Cut short or changed: the body is not the one that was signed.</summary>
    Damaged,

    /// <summary>Its signer is none of the district's roots.</summary>
    UnknownSigner,

    /// <summary>It names a root as its signer, which did not sign it.</summary>
    Forged,

    /// <summary>Signed by a root whose certificate is past its end, or not valid yet.</summary>
    SignerOutOfDate,

    /// <summary>For another district.</summary>
    OtherDistrict,

    /// <summary>Another kind than was expected there.</summary>
    OtherKind,

    /// <summary>Older than one that was in force before.</summary>
    Rollback,

    /// <summary>The same version as the one in force, with other content: the issuer made a mistake, or somebody has the key.</summary>
    Conflict,

    /// <summary>Past its end.</summary>
    Expired,

    /// <summary>From the future by more than a day.</summary>
    FromTheFuture,

    /// <summary>A delta to a snapshot that is not here; it is kept until that one is.</summary>
    OtherBase,

    /// <summary>A delta to an earlier snapshot than the one in force, which has its changes already.</summary>
    Superseded,

    /// <summary>Genuine, but its content cannot be used.</summary>
    BadContent,

    /// <summary>Longer than its kind may be.</summary>
    TooLarge,

    /// <summary>The disk failed.</summary>
    Io,
}

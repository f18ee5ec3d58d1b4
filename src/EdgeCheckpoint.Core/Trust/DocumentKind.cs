namespace EdgeCheckpoint.Core.Trust;

/// <summary>What a district signs for its kiosks. The word is the name of the file and of the retained topic.</summary>
public enum DocumentKind
{
    /// <summary>Keys that may sign codes.</summary>
    TrustList,

    /// <summary>Rules.</summary>
    Policy,

    /// <summary>All revoked codes and people, hashed: a snapshot.</summary>
    Revocations,

    /// <summary>What changed since one snapshot; each delta replaces the one before.</summary>
    RevocationsDelta,

    /// <summary>Listed people, encrypted and as keyed hashes.</summary>
    WatchList,
}

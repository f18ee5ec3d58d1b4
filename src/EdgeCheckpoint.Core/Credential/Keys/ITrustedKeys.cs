using EdgeCheckpoint.Core.Credential.SmartHealth;

namespace EdgeCheckpoint.Core.Credential.Keys;

/// <summary>The keys a checkpoint trusts now. Thread-safe; a snapshot, replaced as a whole.</summary>
public interface ITrustedKeys
{
    /// <summary>All keys with that identifier: identifiers are short and may collide.</summary>
    /// <param name="keyId">Identifier as the code carries it.</param>
    /// <returns>At most <see cref="MaxCandidates"/>, in a stable order; empty when there is none.</returns>
    IReadOnlyList<TrustedKey> Find(ReadOnlySpan<byte> keyId);

    /// <summary>Authorities of that name that issue the signers of ICAO visible digital seals.</summary>
    /// <param name="name">X.509 Name, DER: the issuer of a signer's certificate.</param>
    /// <returns>At most <see cref="MaxCandidates"/>, in a stable order, each with its certificate; empty when there is none.</returns>
    IReadOnlyList<TrustedKey> FindAuthorities(ReadOnlySpan<byte> name);

    /// <summary>What issuers of SMART Health Cards revoked.</summary>
    IReadOnlyList<CardRevocationList> CardRevocations { get; }

    /// <summary>Signature checks that one code may cost.</summary>
    const int MaxCandidates = 8;
}

using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Credential.SmartHealth;

namespace EdgeCheckpoint.Core.Trust;

/// <summary>The keys of the trust list in force; verifiers keep this one object and see every new list at once. Thread-safe.</summary>
public sealed class TrustInForce(ITrustedKeys first) : ITrustedKeys
{
    private volatile ITrustedKeys _keys = first;
    private readonly IReadOnlyList<CardRevocationList> _own = first.CardRevocations;
    private volatile IReadOnlyList<CardRevocationList> _cardRevocations = first.CardRevocations;

    public IReadOnlyList<TrustedKey> Find(ReadOnlySpan<byte> keyId) => _keys.Find(keyId);

    public IReadOnlyList<TrustedKey> FindAuthorities(ReadOnlySpan<byte> name) => _keys.FindAuthorities(name);

    /// <summary>Those of the list in force and those the kiosk was set up with: a new list of keys takes no revocation back.</summary>
    public IReadOnlyList<CardRevocationList> CardRevocations => _cardRevocations;

    /// <summary>From the next code on these keys count, and no others.</summary>
    public void Replace(ITrustedKeys keys)
    {
        _cardRevocations = [.. _own, .. keys.CardRevocations];
        _keys = keys;
    }
}

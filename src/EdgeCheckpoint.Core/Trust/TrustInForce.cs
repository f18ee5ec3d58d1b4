using EdgeCheckpoint.Core.Credential.Keys;

namespace EdgeCheckpoint.Core.Trust;

/// <summary>The keys of the trust list in force; verifiers keep this one object and see every new list at once. Thread-safe.</summary>
public sealed class TrustInForce(ITrustedKeys first) : ITrustedKeys
{
    private volatile ITrustedKeys _keys = first;

    public IReadOnlyList<TrustedKey> Find(ReadOnlySpan<byte> keyId) => _keys.Find(keyId);

    public IReadOnlyList<TrustedKey> FindAuthorities(ReadOnlySpan<byte> name) => _keys.FindAuthorities(name);

    /// <summary>From the next code on these keys count, and no others.</summary>
    public void Replace(ITrustedKeys keys) => _keys = keys;
}

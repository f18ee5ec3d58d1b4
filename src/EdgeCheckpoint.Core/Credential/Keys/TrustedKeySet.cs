using EdgeCheckpoint.Core.Credential.SmartHealth;

namespace EdgeCheckpoint.Core.Credential.Keys;

/// <summary>Keys by identifier, in memory.</summary>
public sealed class TrustedKeySet : ITrustedKeys
{
    private readonly Dictionary<string, TrustedKey[]> _byId;

    /// <param name="keys">Of keys that share an identifier the first <see cref="ITrustedKeys.MaxCandidates"/> count.</param>
    /// <param name="cardRevocations">What issuers of SMART Health Cards revoked; null: nothing.</param>
    public TrustedKeySet(IEnumerable<TrustedKey> keys, IReadOnlyList<CardRevocationList>? cardRevocations = null)
    {
        TrustedKey[] all = [.. keys];
        _byId = all.GroupBy(static k => k.KeyId).ToDictionary(
            static g => g.Key,
            static g => g.Take(ITrustedKeys.MaxCandidates).ToArray(),
            StringComparer.Ordinal);
        Authorities = [.. all.Where(static k => k.Usages.HasFlag(KeyUsages.VisibleSealAuthority))];
        CardRevocations = cardRevocations ?? [];
        Count = all.Length;
    }

    public static TrustedKeySet Empty { get; } = new([]);

    public int Count { get; }

    public IReadOnlyList<TrustedKey> Authorities { get; }

    public IReadOnlyList<CardRevocationList> CardRevocations { get; }

    public IReadOnlyList<TrustedKey> Find(ReadOnlySpan<byte> keyId) =>
        _byId.TryGetValue(Convert.ToHexStringLower(keyId), out TrustedKey[]? keys) ? keys : [];
}

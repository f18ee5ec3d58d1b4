using System.Security.Cryptography.X509Certificates;
using EdgeCheckpoint.Core.Credential.SmartHealth;

namespace EdgeCheckpoint.Core.Credential.Keys;

/// <summary>Keys by identifier, in memory.</summary>
public sealed class TrustedKeySet : ITrustedKeys
{
    private readonly Dictionary<string, TrustedKey[]> _byId;
    private readonly Dictionary<string, TrustedKey[]> _authoritiesByName;

    /// <param name="keys">Of keys that share an identifier, and of authorities that share a name, the first <see cref="ITrustedKeys.MaxCandidates"/> count.</param>
    /// <param name="cardRevocations">What issuers of SMART Health Cards revoked; null: nothing.</param>
    public TrustedKeySet(IEnumerable<TrustedKey> keys, IReadOnlyList<CardRevocationList>? cardRevocations = null)
    {
        TrustedKey[] all = [.. keys];
        _byId = Candidates(all, static k => k.KeyId);
        _authoritiesByName = Candidates(all.Where(static k => k.Usages.HasFlag(KeyUsages.VisibleSealAuthority) && !k.Certificate.IsEmpty), NameOf);
        CardRevocations = cardRevocations ?? [];
        Count = all.Length;
    }

    public static TrustedKeySet Empty { get; } = new([]);

    public int Count { get; }

    public IReadOnlyList<CardRevocationList> CardRevocations { get; }

    public IReadOnlyList<TrustedKey> Find(ReadOnlySpan<byte> keyId) =>
        _byId.TryGetValue(Convert.ToHexStringLower(keyId), out TrustedKey[]? keys) ? keys : [];

    public IReadOnlyList<TrustedKey> FindAuthorities(ReadOnlySpan<byte> name) =>
        _authoritiesByName.TryGetValue(Convert.ToHexStringLower(name), out TrustedKey[]? authorities) ? authorities : [];

    private static Dictionary<string, TrustedKey[]> Candidates(IEnumerable<TrustedKey> keys, Func<TrustedKey, string> name) =>
        keys.GroupBy(name, StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => g.Take(ITrustedKeys.MaxCandidates).ToArray(), StringComparer.Ordinal);

    private static string NameOf(TrustedKey authority)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(authority.Certificate.Span);
        return Convert.ToHexStringLower(certificate.SubjectName.RawData);
    }
}

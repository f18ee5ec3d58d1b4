using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Credential.Keys;

/// <summary>One public key, what it may sign, and until when. Thread-safe.</summary>
public sealed class TrustedKey : IDisposable
{
    private readonly Lock _turn = new();
    private readonly ISignatureAlgorithms _algorithms;
    private readonly Dictionary<SignatureAlgorithm, ISignatureVerifier?> _opened = [];

    /// <param name="keyId">Identifier as codes carry it, lower-case hexadecimal.</param>
    /// <param name="subjectPublicKeyInfo">X.509 SubjectPublicKeyInfo, DER.</param>
    public TrustedKey(string keyId, KeyUsages usages, ReadOnlyMemory<byte> subjectPublicKeyInfo, ISignatureAlgorithms algorithms)
    {
        KeyId = keyId;
        Usages = usages;
        SubjectPublicKeyInfo = subjectPublicKeyInfo;
        _algorithms = algorithms;
    }

    public string KeyId { get; }

    public KeyUsages Usages { get; }

    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>The only issuer this key speaks for; null where the key itself is the issuer.</summary>
    public string? Issuer { get; init; }

    /// <summary>Start of the signer's own validity; null where it has none.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>First instant past the signer's own validity; null where it has no end.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>The certificate it came in, DER; empty where it came bare.</summary>
    public ReadOnlyMemory<byte> Certificate { get; init; }

    /// <summary>Whether this key made that signature. Never throws on any bytes; false when the key is not of that algorithm.</summary>
    public bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        lock (_turn)
        {
            if (!_opened.TryGetValue(algorithm, out ISignatureVerifier? verifier))
            {
                _ = _algorithms.TryOpen(algorithm, SubjectPublicKeyInfo.Span, out verifier);
                _opened.Add(algorithm, verifier);
            }

            return verifier?.Verify(data, signature) ?? false;
        }
    }

    public void Dispose()
    {
        lock (_turn)
        {
            foreach (ISignatureVerifier? verifier in _opened.Values)
            {
                verifier?.Dispose();
            }

            _opened.Clear();
        }
    }
}

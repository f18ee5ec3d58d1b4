using System.Diagnostics.CodeAnalysis;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Native.Crypto;

namespace EdgeCheckpoint.Hardware.Crypto;

/// <summary>All algorithms of this machine: the framework's, and EdDSA and SM2 of libcrypto where that library is.</summary>
public sealed class LibcryptoAlgorithms : ISignatureAlgorithms
{
    private readonly FrameworkAlgorithms _framework = new();

    public bool TryOpen(SignatureAlgorithm algorithm, ReadOnlySpan<byte> subjectPublicKeyInfo, [NotNullWhen(true)] out ISignatureVerifier? verifier)
    {
        verifier = null;
        if (algorithm is not (SignatureAlgorithm.EdDsa or SignatureAlgorithm.Sm2))
        {
            return _framework.TryOpen(algorithm, subjectPublicKeyInfo, out verifier);
        }

        if (EvpKey.IsAvailable && EvpKey.OpenPublic(subjectPublicKeyInfo, LibcryptoSigner.Types(algorithm)) is { } key)
        {
            verifier = new Verifier(key);
        }

        return verifier is not null;
    }

    private sealed class Verifier(EvpKey key) : ISignatureVerifier
    {
        public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
            key.IsSm2
                ? Sm2Signature.TryToDer(signature, out byte[]? der) && key.Verify(data, der)
                : key.Verify(data, signature);

        public void Dispose() => key.Dispose();
    }
}

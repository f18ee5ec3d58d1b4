using System.Diagnostics.CodeAnalysis;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Hardware.Crypto;

/// <summary>Private keys of any algorithm that issues passes.</summary>
public static class PassSigners
{
    /// <returns>False for an algorithm that issues no passes, or that this machine lacks.</returns>
    public static bool TryGenerate(SignatureAlgorithm algorithm, [NotNullWhen(true)] out IPassSigner? signer)
    {
        signer = algorithm switch
        {
            SignatureAlgorithm.Es256 => EcdsaSigner.Generate(),
            SignatureAlgorithm.EdDsa or SignatureAlgorithm.Sm2 => LibcryptoSigner.TryGenerate(algorithm, out LibcryptoSigner? made) ? made : null,
            _ => null,
        };
        return signer is not null;
    }

    /// <param name="privateKeyPem">PEM, not encrypted.</param>
    public static bool TryRead(string privateKeyPem, [NotNullWhen(true)] out IPassSigner? signer)
    {
        signer = EcdsaSigner.TryRead(privateKeyPem, out EcdsaSigner? ecdsa) ? ecdsa
            : LibcryptoSigner.TryRead(privateKeyPem, out LibcryptoSigner? other) ? other
            : null;
        return signer is not null;
    }
}

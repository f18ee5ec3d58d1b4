using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Credential.Keys;

/// <summary>What the framework itself can verify: ES256 and PS256.</summary>
public sealed class FrameworkAlgorithms : ISignatureAlgorithms
{
    private const int MinRsaBits = 2048;
    private const int MaxRsaBits = 4096;

    public bool TryOpen(SignatureAlgorithm algorithm, ReadOnlySpan<byte> subjectPublicKeyInfo, [NotNullWhen(true)] out ISignatureVerifier? verifier)
    {
        verifier = algorithm switch
        {
            SignatureAlgorithm.Es256 => OpenEcdsa(subjectPublicKeyInfo),
            SignatureAlgorithm.Ps256 => OpenRsa(subjectPublicKeyInfo),
            _ => null,
        };
        return verifier is not null;
    }

    private static EcdsaVerifier? OpenEcdsa(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
            string? curve = key.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value;
            if (curve == ECCurve.NamedCurves.nistP256.Oid.Value || curve == ECCurve.NamedCurves.nistP384.Oid.Value)
            {
                return new EcdsaVerifier(key, key.KeySize / 8 * 2);
            }
        }
        catch (CryptographicException)
        {
            // Not a key of this algorithm; the answer is null.
        }

        key.Dispose();
        return null;
    }

    private static RsaVerifier? OpenRsa(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        RSA key = RSA.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
            if (key.KeySize is >= MinRsaBits and <= MaxRsaBits)
            {
                return new RsaVerifier(key);
            }
        }
        catch (CryptographicException)
        {
            // Not a key of this algorithm; the answer is null.
        }

        key.Dispose();
        return null;
    }

    private sealed class EcdsaVerifier(ECDsa key, int signatureBytes) : ISignatureVerifier
    {
        public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            try
            {
                return signature.Length == signatureBytes
                    && key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            }
            catch (CryptographicException)
            {
                return false;
            }
        }

        public void Dispose() => key.Dispose();
    }

    private sealed class RsaVerifier(RSA key) : ISignatureVerifier
    {
        public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            try
            {
                return key.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
            }
            catch (CryptographicException)
            {
                return false;
            }
        }

        public void Dispose() => key.Dispose();
    }
}

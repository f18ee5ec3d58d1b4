using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Credential.Keys;

/// <summary>What the framework itself can verify: ECDSA and RSA-PSS.</summary>
public sealed class FrameworkAlgorithms : ISignatureAlgorithms
{
    private const int MinRsaBits = 2048;
    private const int MaxRsaBits = 4096;
    private static readonly string P256 = ECCurve.NamedCurves.nistP256.Oid.Value!;
    private static readonly string P384 = ECCurve.NamedCurves.nistP384.Oid.Value!;
    private static readonly string P521 = ECCurve.NamedCurves.nistP521.Oid.Value!;

    public bool TryOpen(SignatureAlgorithm algorithm, ReadOnlySpan<byte> subjectPublicKeyInfo, [NotNullWhen(true)] out ISignatureVerifier? verifier)
    {
        verifier = algorithm switch
        {
            SignatureAlgorithm.Es256 => OpenEcdsa(subjectPublicKeyInfo, HashAlgorithmName.SHA256, P256, P384),
            SignatureAlgorithm.Es384 => OpenEcdsa(subjectPublicKeyInfo, HashAlgorithmName.SHA384, P384),
            SignatureAlgorithm.Es512 => OpenEcdsa(subjectPublicKeyInfo, HashAlgorithmName.SHA512, P521),
            SignatureAlgorithm.Ps256 => OpenRsa(subjectPublicKeyInfo, HashAlgorithmName.SHA256),
            SignatureAlgorithm.Ps384 => OpenRsa(subjectPublicKeyInfo, HashAlgorithmName.SHA384),
            SignatureAlgorithm.Ps512 => OpenRsa(subjectPublicKeyInfo, HashAlgorithmName.SHA512),
            _ => null,
        };
        return verifier is not null;
    }

    private static EcdsaVerifier? OpenEcdsa(ReadOnlySpan<byte> subjectPublicKeyInfo, HashAlgorithmName hash, params ReadOnlySpan<string> curves)
    {
        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
            string? curve = key.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value;
            if (curve is not null && curves.Contains(curve))
            {
                return new EcdsaVerifier(key, hash);
            }
        }
        catch (CryptographicException)
        {
            // Not a key of this algorithm; the answer is null.
        }

        key.Dispose();
        return null;
    }

    private static RsaVerifier? OpenRsa(ReadOnlySpan<byte> subjectPublicKeyInfo, HashAlgorithmName hash)
    {
        RSA key = RSA.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
            if (key.KeySize is >= MinRsaBits and <= MaxRsaBits)
            {
                return new RsaVerifier(key, hash);
            }
        }
        catch (CryptographicException)
        {
            // Not a key of this algorithm; the answer is null.
        }

        key.Dispose();
        return null;
    }

    private sealed class EcdsaVerifier(ECDsa key, HashAlgorithmName hash) : ISignatureVerifier
    {
        private readonly int _signatureBytes = (key.KeySize + 7) / 8 * 2;

        public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            try
            {
                return signature.Length == _signatureBytes
                    && key.VerifyData(data, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            }
            catch (CryptographicException)
            {
                return false;
            }
        }

        public void Dispose() => key.Dispose();
    }

    private sealed class RsaVerifier(RSA key, HashAlgorithmName hash) : ISignatureVerifier
    {
        public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            try
            {
                return key.VerifyData(data, signature, hash, RSASignaturePadding.Pss);
            }
            catch (CryptographicException)
            {
                return false;
            }
        }

        public void Dispose() => key.Dispose();
    }
}

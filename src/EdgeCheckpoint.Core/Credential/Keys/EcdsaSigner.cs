using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Credential.Keys;

/// <summary>Signs with ES256. Not thread-safe.</summary>
public sealed class EcdsaSigner : IPassSigner
{
    private readonly ECDsa _key;

    private EcdsaSigner(ECDsa key)
    {
        _key = key;
        SubjectPublicKeyInfo = key.ExportSubjectPublicKeyInfo();
        KeyId = KeyIdentifier.Of(SubjectPublicKeyInfo.Span);
    }

    public SignatureAlgorithm Algorithm => SignatureAlgorithm.Es256;

    public ReadOnlyMemory<byte> KeyId { get; }

    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>A new key pair on P-256.</summary>
    public static EcdsaSigner Generate() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <param name="privateKeyPem">PKCS#8 or SEC 1, not encrypted.</param>
    /// <returns>False when it holds no private key on P-256.</returns>
    public static bool TryRead(string privateKeyPem, [NotNullWhen(true)] out EcdsaSigner? signer)
    {
        signer = null;
        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(privateKeyPem);
            ECParameters parameters = key.ExportParameters(includePrivateParameters: true);
            if (parameters.D is not null && parameters.Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
            {
                signer = new EcdsaSigner(key);
                return true;
            }
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // Not such a key; the answer is false.
        }

        key.Dispose();
        return false;
    }

    public byte[] Sign(ReadOnlySpan<byte> data) =>
        _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>PKCS#8 PEM; keep it secret.</summary>
    public string PrivateKeyPem() => _key.ExportPkcs8PrivateKeyPem();

    public string PublicKeyPem() => _key.ExportSubjectPublicKeyInfoPem();

    public void Dispose() => _key.Dispose();
}

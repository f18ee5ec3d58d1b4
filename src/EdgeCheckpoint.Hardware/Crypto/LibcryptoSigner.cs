using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Native.Crypto;

namespace EdgeCheckpoint.Hardware.Crypto;

/// <summary>Signs with EdDSA or SM2. Not thread-safe.</summary>
public sealed class LibcryptoSigner : IPassSigner
{
    private readonly EvpKey _key;

    private LibcryptoSigner(EvpKey key)
    {
        _key = key;
        SubjectPublicKeyInfo = key.PublicKey();
        KeyId = KeyIdentifier.Of(SubjectPublicKeyInfo.Span);
    }

    public SignatureAlgorithm Algorithm => _key.IsSm2 ? SignatureAlgorithm.Sm2 : SignatureAlgorithm.EdDsa;

    public ReadOnlyMemory<byte> KeyId { get; }

    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <param name="algorithm">EdDSA makes an Ed25519 key.</param>
    /// <returns>False when the library is absent or refuses.</returns>
    public static bool TryGenerate(SignatureAlgorithm algorithm, [NotNullWhen(true)] out LibcryptoSigner? signer)
    {
        EvpKey? key = EvpKey.IsAvailable ? EvpKey.Generate(Types(algorithm)[0]) : null;
        signer = key is null ? null : new LibcryptoSigner(key);
        return signer is not null;
    }

    /// <param name="privateKeyPem">PKCS#8, not encrypted.</param>
    /// <returns>False when it holds no key of these algorithms, or the library is absent.</returns>
    public static bool TryRead(string privateKeyPem, [NotNullWhen(true)] out LibcryptoSigner? signer)
    {
        signer = null;
        if (!EvpKey.IsAvailable || !PemEncoding.TryFind(privateKeyPem, out PemFields fields) || !privateKeyPem[fields.Label].EndsWith("PRIVATE KEY", StringComparison.Ordinal))
        {
            return false;
        }

        byte[] der = Convert.FromBase64String(privateKeyPem[fields.Base64Data]);
        signer = EvpKey.OpenPrivate(der, "ED25519", "ED448", "SM2") is { } key ? new LibcryptoSigner(key) : null;
        CryptographicOperations.ZeroMemory(der);
        return signer is not null;
    }

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        byte[] signature = _key.Sign(data) ?? throw new UnreachableException("A private key that was read or made always signs.");
        return _key.IsSm2 ? Sm2Signature.FromDer(signature) : signature;
    }

    public string PrivateKeyPem() => PemEncoding.WriteString("PRIVATE KEY", _key.PrivateKey());

    public string PublicKeyPem() => PemEncoding.WriteString("PUBLIC KEY", SubjectPublicKeyInfo.Span);

    public void Dispose() => _key.Dispose();

    internal static string[] Types(SignatureAlgorithm algorithm) => algorithm == SignatureAlgorithm.Sm2 ? ["SM2"] : ["ED25519", "ED448"];
}

using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Credential.Keys;

/// <summary>A private key that can be written to a file, together with the public key that verifies it.</summary>
public interface IPassSigner : ISigner
{
    /// <summary>X.509 SubjectPublicKeyInfo, DER.</summary>
    ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>PKCS#8 PEM; keep it secret.</summary>
    string PrivateKeyPem();

    string PublicKeyPem();
}

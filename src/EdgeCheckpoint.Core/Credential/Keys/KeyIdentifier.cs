using System.Security.Cryptography;

namespace EdgeCheckpoint.Core.Credential.Keys;

/// <summary>How keys are named in codes.</summary>
public static class KeyIdentifier
{
    public const int Bytes = 8;

    /// <summary>First 8 bytes of SHA-256: of the certificate's DER for EU documents, of the SubjectPublicKeyInfo for bare keys.</summary>
    public static byte[] Of(ReadOnlySpan<byte> der) => SHA256.HashData(der)[..Bytes];

    public static string Text(ReadOnlySpan<byte> keyId) => Convert.ToHexStringLower(keyId);
}

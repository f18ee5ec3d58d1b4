namespace EdgeCheckpoint.Core.Ports;

/// <summary>Ways of signing that codes use.</summary>
public enum SignatureAlgorithm
{
    /// <summary>ECDSA on P-256 with SHA-256; signature of 64 bytes, r then s. Trusted keys on P-384 are verified too, with 96 bytes: RFC 9053 leaves the curve open.</summary>
    Es256,

    /// <summary>ECDSA on P-384 with SHA-384; signature of 96 bytes.</summary>
    Es384,

    /// <summary>ECDSA on P-521 with SHA-512; signature of 132 bytes.</summary>
    Es512,

    /// <summary>RSA-PSS with SHA-256, salt of 32 bytes, key of 2048 to 4096 bits.</summary>
    Ps256,

    /// <summary>RSA-PSS with SHA-384, salt of 48 bytes.</summary>
    Ps384,

    /// <summary>RSA-PSS with SHA-512, salt of 64 bytes.</summary>
    Ps512,

    /// <summary>Ed25519, or Ed448 where the key is one, RFC 8032; signature of 64 or 114 bytes.</summary>
    EdDsa,

    /// <summary>SM2 with SM3, GB/T 32918.2, user id 1234567812345678; signature of 64 bytes, r then s.</summary>
    Sm2,
}

/// <summary>Makes public keys usable. Which algorithms exist depends on the machine; an absent one opens no key.</summary>
public interface ISignatureAlgorithms
{
    /// <param name="subjectPublicKeyInfo">X.509 SubjectPublicKeyInfo, DER.</param>
    /// <returns>False when the algorithm is not offered or the key is not one of its keys. Never throws on any bytes.</returns>
    bool TryOpen(SignatureAlgorithm algorithm, ReadOnlySpan<byte> subjectPublicKeyInfo, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ISignatureVerifier? verifier);
}

/// <summary>One public key with one algorithm. Lives as long as its key is trusted. Callers take turns.</summary>
public interface ISignatureVerifier : IDisposable
{
    /// <summary>Never throws on any bytes.</summary>
    bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);
}

/// <summary>A private key that issues codes.</summary>
public interface ISigner : IDisposable
{
    SignatureAlgorithm Algorithm { get; }

    /// <summary>First 8 bytes of the SHA-256 of its SubjectPublicKeyInfo.</summary>
    ReadOnlyMemory<byte> KeyId { get; }

    /// <summary>Signature in the form that <see cref="SignatureAlgorithm"/> states.</summary>
    byte[] Sign(ReadOnlySpan<byte> data);
}

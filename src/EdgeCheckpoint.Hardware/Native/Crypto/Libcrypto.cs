using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native.Crypto;

/// <summary>The part of OpenSSL 3's EVP interface that signs, verifies and hashes with what the framework lacks.</summary>
internal static unsafe partial class Libcrypto
{
    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "d2i_PUBKEY")]
    internal static partial KeyHandle ReadPublicKey(nint reuse, byte** der, CLong length);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "d2i_AutoPrivateKey")]
    internal static partial KeyHandle ReadPrivateKey(nint reuse, byte** der, CLong length);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "i2d_PUBKEY")]
    internal static partial int WritePublicKey(KeyHandle key, byte** der);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "EVP_PKEY2PKCS8")]
    internal static partial nint ToPkcs8(KeyHandle key);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "i2d_PKCS8_PRIV_KEY_INFO")]
    internal static partial int WritePkcs8(nint info, byte** der);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "PKCS8_PRIV_KEY_INFO_free")]
    internal static partial void FreePkcs8(nint info);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "EVP_PKEY_free")]
    internal static partial void FreeKey(nint key);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "EVP_PKEY_is_a", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int IsA(KeyHandle key, string name);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "EVP_PKEY_CTX_new_from_name", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NewKeyContext(nint library, string name, nint properties);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "EVP_PKEY_CTX_new")]
    internal static partial nint NewKeyContext(KeyHandle key, nint engine);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "EVP_PKEY_CTX_free")]
    internal static partial void FreeKeyContext(nint context);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "EVP_PKEY_keygen_init")]
    internal static partial int StartKeyGeneration(nint context);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "EVP_PKEY_generate")]
    internal static partial int GenerateKey(nint context, out nint key);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "EVP_PKEY_CTX_set1_id")]
    internal static partial int SetUserId(nint context, byte* id, int length);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "EVP_MD_CTX_new")]
    internal static partial nint NewDigestContext();

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "EVP_MD_CTX_free")]
    internal static partial void FreeDigestContext(nint context);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "EVP_MD_CTX_set_pkey_ctx")]
    internal static partial void SetKeyContext(nint digestContext, nint keyContext);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "EVP_DigestVerifyInit")]
    internal static partial int StartVerify(nint context, nint keyContext, nint digest, nint engine, KeyHandle key);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "EVP_DigestVerify")]
    internal static partial int Verify(nint context, byte* signature, nuint signatureLength, byte* data, nuint length);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "EVP_DigestSignInit")]
    internal static partial int StartSign(nint context, nint keyContext, nint digest, nint engine, KeyHandle key);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "EVP_DigestSign")]
    internal static partial int Sign(nint context, byte* signature, ref nuint signatureLength, byte* data, nuint length);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "EVP_sm3")]
    internal static partial nint Sm3();

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "EVP_Digest")]
    internal static partial int Digest(byte* data, nuint length, byte* hash, out uint hashLength, nint digest, nint engine);

    [LibraryImport(LibraryResolver.Crypto, EntryPoint = "ERR_clear_error")]
    internal static partial void ClearErrors();
}

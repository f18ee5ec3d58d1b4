using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native.Crypto;

/// <summary>A key of libcrypto with the two things it is for. Not thread-safe. Errors are answers, and the library's error queue is left empty.</summary>
internal sealed unsafe class EvpKey : IDisposable
{
    /// <summary>The user identity that GB/T 35276 lays down where none is agreed.</summary>
    private static readonly byte[] Sm2UserId = "1234567812345678"u8.ToArray();

    private const int MaxSignatureBytes = 256;

    private readonly KeyHandle _key;

    private EvpKey(KeyHandle key, bool sm2) => (_key, IsSm2) = (key, sm2);

    public bool IsSm2 { get; }

    /// <summary>Whether the library is on this machine.</summary>
    public static bool IsAvailable { get; } = NativeLibrary.TryLoad(LibraryResolver.Crypto, typeof(EvpKey).Assembly, null, out _);

    /// <param name="types">Names of key types, any of which will do.</param>
    /// <returns>Null when the bytes are no such key.</returns>
    public static EvpKey? OpenPublic(ReadOnlySpan<byte> subjectPublicKeyInfo, params ReadOnlySpan<string> types)
    {
        fixed (byte* first = subjectPublicKeyInfo)
        {
            byte* at = first;
            return Accept(Libcrypto.ReadPublicKey(0, &at, new CLong(subjectPublicKeyInfo.Length)), types);
        }
    }

    /// <param name="pkcs8">PKCS#8 DER, not encrypted.</param>
    public static EvpKey? OpenPrivate(ReadOnlySpan<byte> pkcs8, params ReadOnlySpan<string> types)
    {
        fixed (byte* first = pkcs8)
        {
            byte* at = first;
            return Accept(Libcrypto.ReadPrivateKey(0, &at, new CLong(pkcs8.Length)), types);
        }
    }

    /// <returns>Null when the library cannot make such a key.</returns>
    public static EvpKey? Generate(string type)
    {
        nint context = Libcrypto.NewKeyContext(0, type, 0);
        try
        {
            return context != 0 && Libcrypto.StartKeyGeneration(context) == 1 && Libcrypto.GenerateKey(context, out nint key) == 1
                ? Accept(KeyHandle.Own(key), type)
                : null;
        }
        finally
        {
            Libcrypto.FreeKeyContext(context);
            Libcrypto.ClearErrors();
        }
    }

    /// <param name="signature">As the library has it: DER for SM2.</param>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        nint context = Libcrypto.NewDigestContext();
        nint keyContext = NewSm2Context(context);
        try
        {
            fixed (byte* first = data)
            fixed (byte* mark = signature)
            {
                return Libcrypto.StartVerify(context, 0, IsSm2 ? Libcrypto.Sm3() : 0, 0, _key) == 1
                    && Libcrypto.Verify(context, mark, (nuint)signature.Length, first, (nuint)data.Length) == 1;
            }
        }
        finally
        {
            Release(context, keyContext);
        }
    }

    /// <returns>As the library has it: DER for SM2. Null when the key is public.</returns>
    public byte[]? Sign(ReadOnlySpan<byte> data)
    {
        nint context = Libcrypto.NewDigestContext();
        nint keyContext = NewSm2Context(context);
        byte[] signature = new byte[MaxSignatureBytes];
        nuint length = MaxSignatureBytes;
        try
        {
            fixed (byte* first = data)
            fixed (byte* mark = signature)
            {
                bool signed = Libcrypto.StartSign(context, 0, IsSm2 ? Libcrypto.Sm3() : 0, 0, _key) == 1
                    && Libcrypto.Sign(context, mark, ref length, first, (nuint)data.Length) == 1;
                return signed ? signature[..(int)length] : null;
            }
        }
        finally
        {
            Release(context, keyContext);
        }
    }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public byte[] PublicKey()
    {
        byte[] der = new byte[Libcrypto.WritePublicKey(_key, null)];
        fixed (byte* first = der)
        {
            byte* at = first;
            _ = Libcrypto.WritePublicKey(_key, &at);
        }

        return der;
    }

    /// <summary>PKCS#8, DER.</summary>
    public byte[] PrivateKey()
    {
        nint info = Libcrypto.ToPkcs8(_key);
        try
        {
            byte[] der = new byte[Libcrypto.WritePkcs8(info, null)];
            fixed (byte* first = der)
            {
                byte* at = first;
                _ = Libcrypto.WritePkcs8(info, &at);
            }

            return der;
        }
        finally
        {
            Libcrypto.FreePkcs8(info);
        }
    }

    public static byte[] Sm3(ReadOnlySpan<byte> data)
    {
        byte[] hash = new byte[32];
        fixed (byte* first = data)
        fixed (byte* target = hash)
        {
            _ = Libcrypto.Digest(first, (nuint)data.Length, target, out _, Libcrypto.Sm3(), 0);
        }

        return hash;
    }

    public void Dispose() => _key.Dispose();

    private static EvpKey? Accept(KeyHandle key, params ReadOnlySpan<string> types)
    {
        Libcrypto.ClearErrors();
        if (!key.IsInvalid)
        {
            foreach (string type in types)
            {
                if (Libcrypto.IsA(key, type) == 1)
                {
                    return new EvpKey(key, type == "SM2");
                }
            }
        }

        key.Dispose();
        return null;
    }

    /// <summary>SM2 hashes the user identity first, which the library takes through a context of the key; zero for other keys.</summary>
    private nint NewSm2Context(nint digestContext)
    {
        if (!IsSm2)
        {
            return 0;
        }

        nint context = Libcrypto.NewKeyContext(_key, 0);
        fixed (byte* id = Sm2UserId)
        {
            _ = Libcrypto.SetUserId(context, id, Sm2UserId.Length);
        }

        Libcrypto.SetKeyContext(digestContext, context);
        return context;
    }

    private static void Release(nint digestContext, nint keyContext)
    {
        Libcrypto.FreeDigestContext(digestContext);
        Libcrypto.FreeKeyContext(keyContext);
        Libcrypto.ClearErrors();
    }
}

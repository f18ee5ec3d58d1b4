using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native.Crypto;

/// <summary>An EVP_PKEY. One thread at a time.</summary>
internal sealed class KeyHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    internal static KeyHandle Own(nint key)
    {
        KeyHandle owned = new();
        owned.SetHandle(key);
        return owned;
    }

    protected override bool ReleaseHandle()
    {
        Libcrypto.FreeKey(handle);
        return true;
    }
}

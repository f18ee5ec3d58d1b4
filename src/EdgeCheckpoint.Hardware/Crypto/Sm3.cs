using EdgeCheckpoint.Hardware.Native.Crypto;

namespace EdgeCheckpoint.Hardware.Crypto;

/// <summary>SM3, GB/T 32905.</summary>
public static class Sm3
{
    /// <summary>Whether this machine can compute it.</summary>
    public static bool IsAvailable => EvpKey.IsAvailable;

    /// <returns>32 bytes.</returns>
    /// <exception cref="DllNotFoundException">libcrypto.so.3 is absent.</exception>
    public static byte[] Hash(ReadOnlySpan<byte> data) => EvpKey.Sm3(data);
}

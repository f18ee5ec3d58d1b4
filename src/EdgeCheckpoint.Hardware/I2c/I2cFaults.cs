using EdgeCheckpoint.Hardware.Native;

namespace EdgeCheckpoint.Hardware.I2c;

/// <summary>What the kernel's error numbers say of a transaction.</summary>
/// <remarks>Kernel documentation, i2c/fault-codes.</remarks>
internal static class I2cFaults
{
    /// <summary>ETIME, which some adapters give for a stretched clock.</summary>
    private const int TimerExpired = 62;

    public static BusFault Of(int errno) => errno switch
    {
        0 => BusFault.None,
        Errno.NoDeviceOrAddress or Errno.RemoteIo => BusFault.AddressNack,
        Errno.Again or Errno.Busy => BusFault.ArbitrationLost,
        Errno.TimedOut or TimerExpired => BusFault.Timeout,
        _ => BusFault.Other,
    };
}

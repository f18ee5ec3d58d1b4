using EdgeCheckpoint.Hardware.Native;

namespace EdgeCheckpoint.Hardware.Board;

/// <summary>The board's own watchdog, <c>/dev/watchdog</c>: who opens it must feed it, or the board restarts.</summary>
/// <remarks>
/// For kiosks without systemd, or where the loop itself shall hold the board's life. Usually systemd has it (RuntimeWatchdogSec)
/// and watches us by our notifications; the device has one owner, so it is the one or the other.
/// </remarks>
public sealed class HardwareWatchdog : IWatchdog
{
    private readonly FileDescriptor _device;

    private HardwareWatchdog(FileDescriptor device, TimeSpan timeout, bool restartedByIt)
    {
        _device = device;
        Timeout = timeout;
        RestartedByIt = restartedByIt;
    }

    /// <summary>After so long without food the board restarts. What the hardware granted, not what was asked.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Whether the last start of the board was the watchdog's doing; false also where the hardware does not tell.</summary>
    public bool RestartedByIt { get; }

    /// <param name="seconds">A Raspberry Pi grants at most 15.</param>
    /// <param name="fault">What is wrong and what to do; empty when nothing is.</param>
    /// <returns>Null after a fault; the board then is not watched.</returns>
    public static HardwareWatchdog? Open(string path, int seconds, out string fault)
    {
        FileDescriptor device = FileDescriptor.Open(path, Libc.WriteOnly, out int errno);
        if (errno != 0)
        {
            device.Dispose();
            fault = errno switch
            {
                Errno.NoEntry or Errno.NoDevice or Errno.NoDeviceOrAddress => $"there is no {path}; enable the board's watchdog (dtparam=watchdog=on)",
                Errno.Busy => $"{path} is owned by another program, as systemd by RuntimeWatchdogSec; let one of the two have it",
                Errno.AccessDenied => $"not allowed to open {path}",
                _ => $"{path}: {Errno.Describe(errno)}",
            };
            return null;
        }

        int asked = seconds;
        errno = WatchdogAbi.Call(device, WatchdogAbi.SetTimeout, ref asked);
        int granted = 0;
        errno = errno == 0 ? WatchdogAbi.Call(device, WatchdogAbi.GetTimeout, ref granted) : errno;
        int status = 0;
        bool told = WatchdogAbi.Call(device, WatchdogAbi.GetBootStatus, ref status) == 0;
        if (errno != 0)
        {
            Disarm(device);
            fault = $"{path} does not take {seconds} s: {Errno.Describe(errno)}; a Raspberry Pi takes 1 to 15";
            return null;
        }

        fault = "";
        return new HardwareWatchdog(device, TimeSpan.FromSeconds(granted), told && (status & WatchdogAbi.CardReset) != 0);
    }

    /// <summary>Call it from the loop after it has handled a tick, never from a timer.</summary>
    /// <returns>Whether it was taken.</returns>
    public bool Feed()
    {
        int unused = 0;
        return !_device.IsClosed && WatchdogAbi.Call(_device, WatchdogAbi.KeepAlive, ref unused) == 0;
    }

    /// <summary>Disarms the watchdog: the service goes down in order, and the board goes on.</summary>
    public void Dispose()
    {
        if (!_device.IsClosed)
        {
            Disarm(_device);
        }
    }

    /// <summary>The letter V before closing says that it is meant.</summary>
    private static void Disarm(FileDescriptor device)
    {
        device.Write("V"u8);
        device.Dispose();
    }
}

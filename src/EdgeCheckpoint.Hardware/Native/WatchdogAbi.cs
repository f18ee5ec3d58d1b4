namespace EdgeCheckpoint.Hardware.Native;

/// <summary>The kernel's hardware watchdogs: linux/watchdog.h.</summary>
internal static unsafe class WatchdogAbi
{
    internal const uint KeepAlive = 0x80045705;
    internal const uint SetTimeout = 0xC0045706;
    internal const uint GetTimeout = 0x80045707;
    internal const uint GetBootStatus = 0x80045702;

    /// <summary>WDIOF_CARDRESET.</summary>
    internal const int CardReset = 0x20;

    /// <returns>0, or the error number.</returns>
    internal static int Call(FileDescriptor watchdog, uint request, ref int number)
    {
        int argument = number;
        int result = watchdog.Control(request, &argument, out int errno);
        number = argument;
        return result < 0 ? errno : 0;
    }
}

namespace EdgeCheckpoint.Hardware.Native;

/// <summary>Linux error numbers the drivers tell apart; the same on x86-64 and arm64.</summary>
internal static class Errno
{
    internal const int NotPermitted = 1;
    internal const int NoEntry = 2;
    internal const int Interrupted = 4;
    internal const int Io = 5;
    internal const int NoDeviceOrAddress = 6;
    internal const int Again = 11;
    internal const int AccessDenied = 13;
    internal const int Busy = 16;
    internal const int NoDevice = 19;
    internal const int Invalid = 22;
    internal const int NotTypewriter = 25;
    internal const int OperationNotSupported = 95;

    /// <summary>ENOTSUPP, which drivers of the kernel let slip out.</summary>
    internal const int NotSupportedInKernel = 524;
    internal const int TimedOut = 110;
    internal const int RemoteIo = 121;

    /// <summary>What a technician reads: <c>permission denied (13)</c>.</summary>
    internal static string Describe(int errno) =>
        $"{System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(errno)} ({errno})";
}

using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native;

/// <summary>The few calls of the C library the devices need. Numbers are Linux's, the same on x86-64 and arm64.</summary>
internal static unsafe partial class Libc
{
    internal const int ReadOnly = 0;
    internal const int WriteOnly = 1;
    internal const int ReadWrite = 2;

    /// <summary>O_NOCTTY.</summary>
    internal const int NoControllingTerminal = 0x100;

    /// <summary>O_NONBLOCK.</summary>
    internal const int NonBlocking = 0x800;

    /// <summary>O_CLOEXEC: children must not inherit devices.</summary>
    internal const int CloseOnExec = 0x80000;

    /// <summary>POLLIN.</summary>
    internal const short PollIn = 0x1;

    /// <summary>POLLERR | POLLHUP | POLLNVAL.</summary>
    internal const short PollBroken = 0x8 | 0x10 | 0x20;

    internal const int SignalKill = 9;

    [LibraryImport(LibraryResolver.LibC, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport(LibraryResolver.LibC, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport(LibraryResolver.LibC, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport(LibraryResolver.LibC, EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, byte* buffer, nuint count);

    [LibraryImport(LibraryResolver.LibC, EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Ioctl(int descriptor, nuint request, void* argument);

    [LibraryImport(LibraryResolver.LibC, EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollDescriptor* descriptors, nuint count, int timeoutMilliseconds);

    [LibraryImport(LibraryResolver.LibC, EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int process, int signal);

    [LibraryImport(LibraryResolver.LibC, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Statx(int folder, string path, int flags, uint mask, FileType.Facts* facts);

    /// <summary>mallopt(3) of glibc.</summary>
    [LibraryImport(LibraryResolver.LibC, EntryPoint = "mallopt")]
    internal static partial int MallocOption(int parameter, int value);

    /// <summary>struct pollfd.</summary>
    internal struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}

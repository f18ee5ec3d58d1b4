using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native;

/// <summary>Finds the native libraries of this assembly; the runtime allows one resolver an assembly, so all names stand here.</summary>
internal static class LibraryResolver
{
    /// <summary>The C library, through whatever was preloaded before it: this is how a device emulator gets to see our calls.</summary>
    internal const string LibC = "libc";

    internal const string Crypto = "libcrypto.so.3";

    internal const string TurboJpeg = "libturbojpeg.so.0";

    /// <summary>Where the C library's calls are looked up. Tests put the devices of hardware/lab in front of it, before the first call.</summary>
    internal static nint CLibrary { get; set; } = NativeLibrary.GetMainProgramHandle();

    // CA2255 warns applications' libraries off initializers because they run unasked; a resolver must be there before the first import.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Install() => NativeLibrary.SetDllImportResolver(typeof(LibraryResolver).Assembly, Resolve);

    /// <summary>Zero leaves the search to the runtime: beside the assembly, then the system's folders.</summary>
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == LibC ? CLibrary : 0;
}

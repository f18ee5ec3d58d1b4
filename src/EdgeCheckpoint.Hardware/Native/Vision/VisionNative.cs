using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace EdgeCheckpoint.Hardware.Native.Vision;

/// <summary>The C ABI of checkpoint_vision; <c>src/native/include/checkpoint_vision.h</c> says what each call does.</summary>
internal static unsafe partial class VisionNative
{
    internal const string Library = "libcheckpoint_vision.so";

    /// <summary>The ABI these declarations were written for.</summary>
    internal const int Abi = 2;

    internal const int MaximumSide = 4096;
    internal const int MaximumCodes = 64;
    internal const int MaximumModules = 177 * 177;

    internal const int ErrorContent = -4;
    internal const int ErrorUnsupported = -6;

    internal const int FormText = 0;

    /// <summary>ECV_ACCUMULATE, added to the engines.</summary>
    internal const int Accumulate = 4;

    // An explicit static constructor runs before the first import of this class is bound.
    static VisionNative() => AssemblyLoadContext.Default.ResolvingUnmanagedDll += static (_, name) => name == Library ? VisionLibrary.Find() : 0;

    [LibraryImport(Library, EntryPoint = "ecv_abi")]
    internal static partial int GetAbi();

    [LibraryImport(Library, EntryPoint = "ecv_zxing_version")]
    internal static partial byte* ZxingVersion();

    [LibraryImport(Library, EntryPoint = "ecv_reader_new")]
    internal static partial nint ReaderNew();

    [LibraryImport(Library, EntryPoint = "ecv_reader_free")]
    internal static partial void ReaderFree(nint reader);

    [LibraryImport(Library, EntryPoint = "ecv_reader_read")]
    internal static partial int ReaderRead(
        VisionReaderHandle reader, byte* pixels, long pixelsLength, int width, int height, int stride,
        in VisionRequest request, VisionCode* codes, int codesCapacity, byte* content, int contentCapacity);

    [LibraryImport(Library, EntryPoint = "ecv_reader_unread")]
    internal static partial int ReaderUnread(VisionReaderHandle reader, out VisionUnread unread);

    [LibraryImport(Library, EntryPoint = "ecv_write")]
    internal static partial int Write(byte* text, int textLength, int level, byte* modules, int capacity);
}

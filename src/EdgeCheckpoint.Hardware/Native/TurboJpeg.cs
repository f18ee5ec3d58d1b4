using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native;

/// <summary>The part of libturbojpeg's version 2 interface that reads pictures; versions 2.1 and 3 both have it.</summary>
internal static unsafe partial class TurboJpeg
{
    /// <summary>TJPF_GRAY: the luma plane as it stands in the file.</summary>
    internal const int PixelGray = 6;

    /// <summary>TJFLAG_LIMITSCANS: a progressive picture of more than 500 scans is refused; it is an attack, not a picture.</summary>
    internal const int LimitScans = 32768;

    /// <summary>TJERR_WARNING: decoded, though some of it is missing or damaged.</summary>
    internal const int Warning = 0;

    [LibraryImport(LibraryResolver.TurboJpeg, EntryPoint = "tjInitDecompress")]
    internal static partial nint InitDecompress();

    [LibraryImport(LibraryResolver.TurboJpeg, EntryPoint = "tjDestroy")]
    internal static partial int Destroy(nint decompressor);

    [LibraryImport(LibraryResolver.TurboJpeg, EntryPoint = "tjDecompressHeader3")]
    internal static partial int ReadHeader(
        JpegDecoder decompressor, byte* jpeg, CULong length, out int width, out int height, out int subsampling, out int colourSpace);

    [LibraryImport(LibraryResolver.TurboJpeg, EntryPoint = "tjDecompress2")]
    internal static partial int Decompress(
        JpegDecoder decompressor, byte* jpeg, CULong length, byte* pixels, int width, int stride, int height, int format, int flags);

    [LibraryImport(LibraryResolver.TurboJpeg, EntryPoint = "tjGetErrorCode")]
    internal static partial int ErrorCode(JpegDecoder decompressor);
}

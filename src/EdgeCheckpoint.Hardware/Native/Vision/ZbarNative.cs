using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native.Vision;

/// <summary>The part of libzbar's C interface that reads one picture.</summary>
internal static unsafe partial class ZbarNative
{
    internal const string Library = "libzbar.so.0";

    /// <summary>ZBAR_QRCODE of <c>zbar_symbol_type_t</c>.</summary>
    internal const int QrCode = 64;

    internal const int ConfigEnable = 0;

    /// <summary>"Y800": 8-bit luminance.</summary>
    internal static readonly CULong Y800 = new(0x30303859);

    [LibraryImport(Library, EntryPoint = "zbar_image_scanner_create")]
    internal static partial nint ScannerCreate();

    [LibraryImport(Library, EntryPoint = "zbar_image_scanner_destroy")]
    internal static partial void ScannerDestroy(nint scanner);

    [LibraryImport(Library, EntryPoint = "zbar_image_scanner_set_config")]
    internal static partial int ScannerSetConfig(ZbarScannerHandle scanner, int symbology, int config, int value);

    [LibraryImport(Library, EntryPoint = "zbar_scan_image")]
    internal static partial int Scan(ZbarScannerHandle scanner, nint image);

    [LibraryImport(Library, EntryPoint = "zbar_image_create")]
    internal static partial nint ImageCreate();

    [LibraryImport(Library, EntryPoint = "zbar_image_destroy")]
    internal static partial void ImageDestroy(nint image);

    [LibraryImport(Library, EntryPoint = "zbar_image_set_format")]
    internal static partial void ImageSetFormat(nint image, CULong format);

    [LibraryImport(Library, EntryPoint = "zbar_image_set_size")]
    internal static partial void ImageSetSize(nint image, uint width, uint height);

    [LibraryImport(Library, EntryPoint = "zbar_image_set_data")]
    internal static partial void ImageSetData(nint image, byte* data, CULong length, nint cleanup);

    [LibraryImport(Library, EntryPoint = "zbar_image_first_symbol")]
    internal static partial nint FirstSymbol(nint image);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_next")]
    internal static partial nint NextSymbol(nint symbol);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_data")]
    internal static partial byte* SymbolData(nint symbol);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_data_length")]
    internal static partial uint SymbolLength(nint symbol);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_loc_size")]
    internal static partial uint SymbolPoints(nint symbol);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_loc_x")]
    internal static partial int SymbolX(nint symbol, uint index);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_loc_y")]
    internal static partial int SymbolY(nint symbol, uint index);
}

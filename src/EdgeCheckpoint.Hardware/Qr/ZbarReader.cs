using System.Text;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Native.Vision;

namespace EdgeCheckpoint.Hardware.Qr;

/// <summary>libzbar behind the same port, for comparison. Not thread-safe.</summary>
/// <remarks>Creating one throws <see cref="DllNotFoundException"/> where libzbar0 is not installed.</remarks>
public sealed class ZbarReader : IQrDecoder
{
    private readonly ZbarScannerHandle _scanner = new();
    private byte[] _packed = [];

    /// <inheritdoc/>
    public unsafe IReadOnlyList<DecodedCode> Decode(GrayImage image)
    {
        int length = image.Width * image.Height;
        if (_packed.Length < length)
        {
            _packed = new byte[length];
        }

        for (int y = 0; y < image.Height; y++)
        {
            image.Pixels.Slice(y * image.Stride, image.Width).CopyTo(_packed.AsSpan(y * image.Width));
        }

        nint picture = ZbarNative.ImageCreate();
        try
        {
            fixed (byte* pixels = _packed)
            {
                ZbarNative.ImageSetFormat(picture, ZbarNative.Y800);
                ZbarNative.ImageSetSize(picture, (uint)image.Width, (uint)image.Height);
                ZbarNative.ImageSetData(picture, pixels, new System.Runtime.InteropServices.CULong((nuint)length), 0);
                var found = new List<DecodedCode>();
                if (ZbarNative.Scan(_scanner, picture) > 0)
                {
                    for (nint symbol = ZbarNative.FirstSymbol(picture); symbol != 0; symbol = ZbarNative.NextSymbol(symbol))
                    {
                        var text = new ReadOnlySpan<byte>(ZbarNative.SymbolData(symbol), (int)ZbarNative.SymbolLength(symbol));
                        found.Add(new DecodedCode(Encoding.UTF8.GetString(text), Corners(symbol)) { Attempt = "zbar" });
                    }
                }

                return found;
            }
        }
        finally
        {
            ZbarNative.ImageDestroy(picture);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _scanner.Dispose();

    /// <summary>libzbar gives top left, bottom left, bottom right, top right.</summary>
    private static CodeCorners Corners(nint symbol) =>
        ZbarNative.SymbolPoints(symbol) == 4 ? new CodeCorners(At(symbol, 0), At(symbol, 3), At(symbol, 2), At(symbol, 1)) : default;

    private static ImagePoint At(nint symbol, uint index) => new(ZbarNative.SymbolX(symbol, index), ZbarNative.SymbolY(symbol, index));
}

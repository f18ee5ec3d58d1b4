using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native;

/// <summary>Reads JPEG pictures as luminance by libturbojpeg. One owner, one thread.</summary>
/// <remarks>Creating one throws <see cref="DllNotFoundException"/> where libturbojpeg0 is not installed.</remarks>
public sealed unsafe class JpegDecoder : SafeHandle
{
    /// <summary>Largest width and height accepted; a picture that claims more is refused before memory is asked for.</summary>
    public const int MaximumSide = 8192;

    public JpegDecoder()
        : base(0, ownsHandle: true) => SetHandle(TurboJpeg.InitDecompress());

    public override bool IsInvalid => handle == 0;

    /// <summary>Reads the size from the header; decodes nothing.</summary>
    /// <param name="width">Pixels; 0 after a fault.</param>
    /// <param name="height">Pixels; 0 after a fault.</param>
    public JpegFault ReadSize(ReadOnlySpan<byte> jpeg, out int width, out int height)
    {
        fixed (byte* first = jpeg)
        {
            int result = TurboJpeg.ReadHeader(this, first, new CULong((nuint)jpeg.Length), out width, out height, out _, out _);
            JpegFault fault =
                result < 0 && TurboJpeg.ErrorCode(this) != TurboJpeg.Warning ? JpegFault.NotJpeg
                : width <= 0 || height <= 0 ? JpegFault.NotJpeg
                : width > MaximumSide || height > MaximumSide ? JpegFault.TooLarge
                : JpegFault.None;
            if (fault != JpegFault.None)
            {
                (width, height) = (0, 0);
            }

            return fault;
        }
    }

    /// <summary>Decodes to luminance: <paramref name="height"/> rows of <paramref name="width"/> bytes, <paramref name="stride"/> bytes apart.</summary>
    /// <param name="pixels">At least (height - 1) * stride + width bytes.</param>
    /// <param name="width">As <see cref="ReadSize"/> gave it; a smaller bound shrinks the picture by eighths to fit.</param>
    /// <param name="height">As <see cref="ReadSize"/> gave it; see <paramref name="width"/>.</param>
    /// <returns><see cref="JpegFault.Damaged"/> when part of the picture is missing; what could be read is in <paramref name="pixels"/>.</returns>
    public JpegFault Decode(ReadOnlySpan<byte> jpeg, Span<byte> pixels, int width, int height, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, width);
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels.Length, ((height - 1) * (long)stride) + width, nameof(pixels));
        fixed (byte* source = jpeg)
        fixed (byte* target = pixels)
        {
            int result = TurboJpeg.Decompress(
                this, source, new CULong((nuint)jpeg.Length), target, width, stride, height, TurboJpeg.PixelGray, TurboJpeg.LimitScans);
            return result == 0 ? JpegFault.None
                : TurboJpeg.ErrorCode(this) == TurboJpeg.Warning ? JpegFault.Damaged
                : JpegFault.NotJpeg;
        }
    }

    protected override bool ReleaseHandle() => TurboJpeg.Destroy(handle) == 0;
}

/// <summary>Why a picture could not be read.</summary>
public enum JpegFault
{
    None,

    /// <summary>Cut off or damaged: the rest was decoded.</summary>
    Damaged,

    /// <summary>Not a JPEG, or one of a kind that has no luminance to give.</summary>
    NotJpeg,

    /// <summary>Wider or higher than <see cref="JpegDecoder.MaximumSide"/>.</summary>
    TooLarge,
}

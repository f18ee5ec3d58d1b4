namespace EdgeCheckpoint.Core.Ports;

/// <summary>A view of 8-bit luminance: <paramref name="height"/> rows of <paramref name="width"/> pixels, <paramref name="stride"/> bytes apart.</summary>
public readonly ref struct GrayImage(ReadOnlySpan<byte> pixels, int width, int height, int stride)
{
    /// <summary>At least (Height - 1) * Stride + Width bytes; 0 is black.</summary>
    public ReadOnlySpan<byte> Pixels { get; } = pixels;

    public int Width { get; } = width;

    public int Height { get; } = height;

    public int Stride { get; } = stride;
}

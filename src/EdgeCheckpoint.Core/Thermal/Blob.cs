namespace EdgeCheckpoint.Core.Thermal;

/// <summary>Marked pixels that hang together.</summary>
/// <param name="Label">Number in its picture, from 1.</param>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Last column.</param>
/// <param name="Bottom">Last row.</param>
/// <param name="Pixels">Number of pixels.</param>
/// <param name="Hottest">°C.</param>
/// <param name="Warmest">Largest difference to the background, °C.</param>
internal readonly record struct Blob(int Label, int Left, int Top, int Right, int Bottom, int Pixels, float Hottest, float Warmest)
{
    public int Width => Right - Left + 1;

    public int Height => Bottom - Top + 1;
}

namespace EdgeCheckpoint.Core.Thermal;

/// <summary>Pixels that hang together and are warm as skin is.</summary>
/// <param name="Label">Number of the region in its picture, from 1.</param>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Last column.</param>
/// <param name="Bottom">Last row.</param>
/// <param name="Pixels">Number of pixels.</param>
/// <param name="Hottest">°C.</param>
internal readonly record struct WarmRegion(int Label, int Left, int Top, int Right, int Bottom, int Pixels, float Hottest)
{
    public int Width => Right - Left + 1;

    public int Height => Bottom - Top + 1;
}

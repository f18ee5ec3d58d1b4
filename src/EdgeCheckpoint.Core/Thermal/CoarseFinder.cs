namespace EdgeCheckpoint.Core.Thermal;

/// <summary>For sensors whose pixels are larger than faces, such as 8 x 8 or one spot: says that somebody is there and how warm the warmest place is.</summary>
/// <remarks>It cannot tell one person from two, near from far, or a face from a warm cup, so its readings carry what that may cost.</remarks>
internal sealed class CoarseFinder(int width, ThermalOptions options)
{
    /// <summary>A face may fill a pixel in part only, and its warmest place is smaller than one: one standard uncertainty, °C.</summary>
    public const double ShareUncertainty = 1;

    /// <summary>Who stands still changes by less from picture to picture, °C.</summary>
    public const double SteadyCelsius = 0.5;

    /// <summary>With fewer pixels a side, a head that is large enough to have a shape would fill a fourth of it.</summary>
    private const int ShapesFromPixels = 12;

    public static bool IsNeeded(int width, int height) => Math.Min(width, height) < ShapesFromPixels;

    /// <returns>1 where something as warm as a person is in view, else 0.</returns>
    public int Count(ReadOnlySpan<float> celsius, ReadOnlySpan<float> difference, out Head? head)
    {
        int warmest = 0;
        for (int i = 1; i < celsius.Length; i++)
        {
            warmest = difference[i] > difference[warmest] ? i : warmest;
        }

        head = null;
        if (difference[warmest] < options.FaceContrastCelsius || celsius[warmest] > options.HotObjectCelsius)
        {
            return 0;
        }

        var region = new HeadRegion(warmest % width, warmest / width, 1, 1);
        head = new Head(region, region.X, region.Y, 1, double.NaN, celsius[warmest], SkinShare: 1) { IsCoarse = true, HasBody = true };
        return 1;
    }
}

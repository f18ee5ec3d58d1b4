namespace EdgeCheckpoint.Core.Thermal;

/// <summary>Takes the head out of a warm region: its top, as far as heads go, given how wide it is there.</summary>
internal sealed class HeadFinder(int width, int height, ThermalOptions options)
{
    /// <summary>A head is at most this much higher than wide.</summary>
    private const double HighestShape = 1.5;

    private readonly float[] _hottest = new float[width * height];

    public Head Find(ReadOnlySpan<float> celsius, RegionFinder finder, in WarmRegion region, double background)
    {
        (int left, int right) = Columns(finder, region);
        int headWidth = right - left + 1;
        int bottom = Math.Min(region.Bottom, region.Top + (int)Math.Ceiling(HighestShape * headWidth) - 1);
        double sumX = 0, sumY = 0;
        int count = 0;
        for (int y = region.Top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                if (finder.Belongs(x, y, region))
                {
                    sumX += x;
                    sumY += y;
                    _hottest[count++] = celsius[(y * width) + x];
                }
            }
        }

        double face = Hottest(count);
        double fine = FineWidth(celsius, region.Top, bottom, left, right, background, face);
        double distance = options.HeadWidthMetres * width / (2 * Math.Tan(options.FieldOfViewDegrees * Math.PI / 360) * fine);
        bool cut = region.Top == 0 || left == 0 || right == width - 1;
        return new Head(new HeadRegion(left, region.Top, headWidth, bottom - region.Top + 1), sumX / count, sumY / count, fine, distance, face, cut);
    }

    /// <summary>Columns of the widest row near the top; further down lie shoulders.</summary>
    private static (int Left, int Right) Columns(RegionFinder finder, in WarmRegion region)
    {
        int left = region.Right, right = region.Left, rows = Math.Max((int)(0.6 * Math.Min(region.Height, HighestShape * region.Width)), 1);
        for (int y = region.Top; y < region.Top + rows; y++)
        {
            for (int x = region.Left; x <= region.Right; x++)
            {
                if (finder.Belongs(x, y, region))
                {
                    left = Math.Min(left, x);
                    right = Math.Max(right, x);
                }
            }
        }

        return (left, right);
    }

    /// <summary>Pixels at the rim are partly head: each counts by how warm it is between background and face.</summary>
    private double FineWidth(ReadOnlySpan<float> celsius, int top, int bottom, int left, int right, double background, double face)
    {
        double widest = 1, warm = Math.Max(face - 1.5 - background, 1);
        for (int y = top; y <= bottom; y++)
        {
            double row = 0;
            for (int x = Math.Max(left - 1, 0); x <= Math.Min(right + 1, width - 1); x++)
            {
                row += Math.Clamp((celsius[(y * width) + x] - background) / warm, 0, 1);
            }

            widest = Math.Max(widest, row);
        }

        return widest;
    }

    /// <summary>Mean of the hottest pixels: a twentieth of the head, two at least, so that one noisy pixel does not decide.</summary>
    private double Hottest(int count)
    {
        Span<float> values = _hottest.AsSpan(0, count);
        values.Sort();
        int take = Math.Clamp(count / 20, Math.Min(2, count), count);
        double sum = 0;
        foreach (float value in values[^take..])
        {
            sum += value;
        }

        return sum / take;
    }
}

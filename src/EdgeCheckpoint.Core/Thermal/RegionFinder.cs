namespace EdgeCheckpoint.Core.Thermal;

/// <summary>Finds the warm regions of a picture. Keeps its buffers; allocates nothing per picture.</summary>
internal sealed class RegionFinder
{
    private const int RegionsAtMost = 32;

    private readonly int _width;
    private readonly int _height;
    private readonly byte[] _labels;
    private readonly int[] _stack;
    private readonly WarmRegion[] _regions = new WarmRegion[RegionsAtMost];
    private int _count;

    public RegionFinder(int width, int height)
    {
        _width = width;
        _height = height;
        _labels = new byte[width * height];
        _stack = new int[width * height];
    }

    /// <summary>Regions of the last picture, largest first.</summary>
    public ReadOnlySpan<WarmRegion> Regions => _regions.AsSpan(0, _count);

    /// <summary>True where a pixel belongs to a region.</summary>
    public bool Belongs(int x, int y, in WarmRegion region) => _labels[(y * _width) + x] == region.Label;

    /// <param name="celsius">The picture.</param>
    /// <param name="threshold">Pixels above are warm, °C.</param>
    /// <param name="pixelsAtLeast">Smaller regions are noise.</param>
    public void Find(ReadOnlySpan<float> celsius, float threshold, int pixelsAtLeast)
    {
        _labels.AsSpan().Clear();
        _count = 0;
        for (int i = 0; i < celsius.Length && _count < RegionsAtMost; i++)
        {
            if (_labels[i] == 0 && celsius[i] > threshold)
            {
                WarmRegion region = Flood(celsius, threshold, i);
                if (region.Pixels >= pixelsAtLeast)
                {
                    _regions[_count++] = region;
                }
            }
        }

        _regions.AsSpan(0, _count).Sort(static (a, b) => b.Pixels.CompareTo(a.Pixels));
    }

    private WarmRegion Flood(ReadOnlySpan<float> celsius, float threshold, int seed)
    {
        // Small regions give their label back to the next: only kept ones are asked for by label.
        byte label = (byte)(_count + 1);
        int top = seed / _width, bottom = top, left = seed % _width, right = left, pixels = 0, depth = 0;
        float hottest = float.MinValue;
        _labels[seed] = label;
        _stack[depth++] = seed;
        while (depth > 0)
        {
            int pixel = _stack[--depth];
            int x = pixel % _width, y = pixel / _width;
            pixels++;
            left = Math.Min(left, x);
            right = Math.Max(right, x);
            top = Math.Min(top, y);
            bottom = Math.Max(bottom, y);
            hottest = Math.Max(hottest, celsius[pixel]);
            for (int ny = Math.Max(y - 1, 0); ny <= Math.Min(y + 1, _height - 1); ny++)
            {
                for (int nx = Math.Max(x - 1, 0); nx <= Math.Min(x + 1, _width - 1); nx++)
                {
                    int next = (ny * _width) + nx;
                    if (_labels[next] == 0 && celsius[next] > threshold)
                    {
                        _labels[next] = label;
                        _stack[depth++] = next;
                    }
                }
            }
        }

        return new WarmRegion(label, left, top, right, bottom, pixels, hottest);
    }
}

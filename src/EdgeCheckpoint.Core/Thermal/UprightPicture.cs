namespace EdgeCheckpoint.Core.Thermal;

/// <summary>The picture turned so that heads are above shoulders, and the way back.</summary>
internal sealed class UprightPicture
{
    private readonly int _sourceWidth;
    private readonly SceneUp _up;

    public UprightPicture(int width, int height, SceneUp up)
    {
        _sourceWidth = width;
        _up = up;
        bool onItsSide = up is SceneUp.Left or SceneUp.Right;
        Width = onItsSide ? height : width;
        Height = onItsSide ? width : height;
        Celsius = new float[width * height];
    }

    public int Width { get; }

    public int Height { get; }

    public float[] Celsius { get; }

    public void Take(ReadOnlySpan<float> source)
    {
        if (_up == SceneUp.Top)
        {
            source.CopyTo(Celsius);
            return;
        }

        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                Celsius[(y * Width) + x] = source[Source(x, y)];
            }
        }
    }

    /// <summary>How much of the picture is warmer, 0 to 1.</summary>
    public double ShareAbove(double celsius)
    {
        int above = 0;
        foreach (float pixel in Celsius)
        {
            above += pixel > celsius ? 1 : 0;
        }

        return (double)above / Celsius.Length;
    }

    /// <summary>A region of the upright picture in the source's coordinates.</summary>
    public HeadRegion ToSource(in HeadRegion region)
    {
        int first = Source(region.X, region.Y), last = Source(region.X + region.Width - 1, region.Y + region.Height - 1);
        int x0 = first % _sourceWidth, y0 = first / _sourceWidth, x1 = last % _sourceWidth, y1 = last / _sourceWidth;
        return new HeadRegion(Math.Min(x0, x1), Math.Min(y0, y1), Math.Abs(x1 - x0) + 1, Math.Abs(y1 - y0) + 1);
    }

    /// <summary>A region in the source's coordinates as one of the upright picture.</summary>
    public HeadRegion FromSource(in HeadRegion region)
    {
        (int x0, int y0) = Upright(region.X, region.Y);
        (int x1, int y1) = Upright(region.X + region.Width - 1, region.Y + region.Height - 1);
        return new HeadRegion(Math.Min(x0, x1), Math.Min(y0, y1), Math.Abs(x1 - x0) + 1, Math.Abs(y1 - y0) + 1);
    }

    private (int X, int Y) Upright(int column, int row) => _up switch
    {
        SceneUp.Left => (Width - 1 - row, column),
        SceneUp.Right => (row, _sourceWidth - 1 - column),
        SceneUp.Bottom => (Width - 1 - column, Height - 1 - row),
        _ => (column, row),
    };

    private int Source(int x, int y) => _up switch
    {
        SceneUp.Left => ((Width - 1 - x) * _sourceWidth) + y,
        SceneUp.Right => (x * _sourceWidth) + (_sourceWidth - 1 - y),
        SceneUp.Bottom => ((Height - 1 - y) * _sourceWidth) + (Width - 1 - x),
        _ => (y * _sourceWidth) + x,
    };
}

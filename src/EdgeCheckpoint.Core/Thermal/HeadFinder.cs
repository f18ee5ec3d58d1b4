namespace EdgeCheckpoint.Core.Thermal;

/// <summary>Takes the head out of the skin of one person in an upright picture: its top, as far as heads go, given how wide it is there.</summary>
internal sealed class HeadFinder
{
    /// <summary>A face is about this much higher than wide; further down are neck and chest.</summary>
    private const double Shape = 1.35;

    /// <summary>The widest row of a face lies within this share of its height.</summary>
    private const double WidestWithin = 0.65;

    /// <summary>Rows and columns with less than this share of the fullest are hair, ears, a strap.</summary>
    private const double RimShare = 0.25;

    /// <summary>So large in the picture, a face is believed without its body: a coat may be as warm as the wall.</summary>
    private const double NearShare = 0.2;

    /// <summary>Columns between two heads have no more than this share of the fullest.</summary>
    private const double GapShare = 0.12;

    /// <summary>A second head is at least so high, of the first; an ear or a tuft of hair is not.</summary>
    private const double SecondShare = 0.35;

    private readonly int _width;
    private readonly int _height;
    private readonly ThermalOptions _options;
    private readonly double _focalPixels;
    private readonly float[] _values;
    private readonly int[] _rows;
    private readonly int[] _columns;

    /// <param name="width">Of the upright picture.</param>
    /// <param name="height">Of the upright picture.</param>
    /// <param name="focalPixels">Focal length of the sensor, pixels.</param>
    public HeadFinder(int width, int height, double focalPixels, ThermalOptions options)
    {
        _width = width;
        _height = height;
        _options = options;
        _focalPixels = focalPixels;
        _values = new float[width * height];
        _rows = new int[height];
        _columns = new int[width];
    }

    public Head Find(ReadOnlySpan<float> celsius, ReadOnlySpan<float> difference, BlobFinder skin, in Blob blob)
    {
        Count(skin, blob, blob.Top, blob.Bottom);
        int top = blob.Top, fullest = Largest(_rows.AsSpan(blob.Top, Math.Min(blob.Height, (int)(2 * Shape * blob.Width) + 1)));
        while (_rows[top] < RimShare * fullest)
        {
            top++;
        }

        // A crown is narrow: a face shows its width only after some rows, so look at least as far as a small one reaches.
        int rows = Math.Min(Math.Max(4, _height / 6), blob.Bottom - top + 1);
        while (top + rows <= blob.Bottom && rows < Shape * Widest(top, rows))
        {
            rows++;
        }

        Count(skin, blob, top, top + rows - 1);
        int left = blob.Left, right = blob.Right, most = Largest(_columns.AsSpan(blob.Left, blob.Width));
        while (_columns[left] < RimShare * most)
        {
            left++;
        }

        while (_columns[right] < RimShare * most)
        {
            right--;
        }

        rows = Math.Min(rows, (int)Math.Ceiling(Shape * (right - left + 1)));
        return Measure(celsius, difference, skin, blob, new HeadRegion(left, top, right - left + 1, rows));
    }

    /// <summary>Two heads so near each other that their skin was taken for one piece have a gap between them, from crown to chin.</summary>
    /// <param name="column">Where the gap is emptiest.</param>
    public bool TrySplit(BlobFinder skin, in Blob blob, in HeadRegion region, out int column)
    {
        Count(skin, blob, region.Y, region.Y + region.Height - 1);
        Span<int> inside = _columns.AsSpan(region.X, region.Width);
        int edge = (region.Width / 5) + 1;
        column = 0;
        if (region.Width <= 2 * edge)
        {
            return false;
        }

        int gap = edge;
        for (int x = edge; x < region.Width - edge; x++)
        {
            gap = inside[x] < inside[gap] ? x : gap;
        }

        int left = Largest(inside[..gap]), right = Largest(inside[(gap + 1)..]);
        column = region.X + gap;
        return inside[gap] <= GapShare * Math.Max(left, right) && Math.Min(left, right) >= SecondShare * Math.Max(left, right);
    }

    /// <summary>Skin pixels of the rows, and of the columns within these rows.</summary>
    private void Count(BlobFinder skin, in Blob blob, int top, int bottom)
    {
        _columns.AsSpan(blob.Left, blob.Width).Clear();
        for (int y = top; y <= bottom; y++)
        {
            _rows[y] = 0;
            for (int x = blob.Left; x <= blob.Right; x++)
            {
                int one = skin.Belongs(x, y, blob) ? 1 : 0;
                _rows[y] += one;
                _columns[x] += one;
            }
        }
    }

    private static int Largest(ReadOnlySpan<int> counts)
    {
        int largest = 0;
        foreach (int count in counts)
        {
            largest = Math.Max(largest, count);
        }

        return largest;
    }

    private int Widest(int top, int rows) => Largest(_rows.AsSpan(top, (int)Math.Ceiling(WidestWithin * rows)));

    private Head Measure(ReadOnlySpan<float> celsius, ReadOnlySpan<float> difference, BlobFinder skin, in Blob blob, in HeadRegion region)
    {
        int count = 0;
        double sumX = 0, sumY = 0, sum = 0;
        for (int y = region.Y; y < region.Y + region.Height; y++)
        {
            for (int x = region.X; x < region.X + region.Width; x++)
            {
                if (skin.Belongs(x, y, blob))
                {
                    float warm = difference[(y * _width) + x];
                    sumX += x * warm;
                    sumY += y * warm;
                    sum += warm;
                    _values[count++] = celsius[(y * _width) + x];
                }
            }
        }

        double face = Hottest(_values.AsSpan(0, count));
        double fine = FineWidth(difference, region, sum / Math.Max(count, 1));
        return new Head(region, sumX / sum, sumY / sum, fine, _options.HeadWidthMetres * _focalPixels / fine, face, (double)count / (region.Width * region.Height))
        {
            CutBySide = region.X == 0 || region.X + region.Width == _width,
            CutAbove = region.Y == 0,
            CutBelow = region.Y + region.Height == _height,
            HasBody = fine > NearShare * _width || HasBody(difference, region),
        };
    }

    /// <summary>Pixels at the rim are partly head: each counts by how warm it is, against the face's mean.</summary>
    private double FineWidth(ReadOnlySpan<float> difference, in HeadRegion region, double mean)
    {
        double widest = 1, warm = Math.Max(0.75 * mean, 0.5);
        for (int y = region.Y; y < region.Y + region.Height; y++)
        {
            double row = 0;
            for (int x = Math.Max(region.X - 1, 0); x <= Math.Min(region.X + region.Width, _width - 1); x++)
            {
                row += Math.Clamp(Math.Abs(difference[(y * _width) + x]) / warm, 0, 1);
            }

            widest = Math.Max(widest, row);
        }

        return widest;
    }

    /// <summary>Mean of the hottest pixels: a fiftieth of the face, two at least, so that one noisy pixel does not decide.</summary>
    private static double Hottest(Span<float> values)
    {
        values.Sort();
        int take = Math.Clamp(values.Length / 50, Math.Min(2, values.Length), values.Length);
        double sum = 0;
        foreach (float value in values[^take..])
        {
            sum += value;
        }

        return sum / Math.Max(take, 1);
    }

    /// <summary>Below a head lie neck and chest, warmer than the wall, or colder when the coat is.</summary>
    private bool HasBody(ReadOnlySpan<float> difference, in HeadRegion head)
    {
        int bottom = head.Y + head.Height, differs = 0, pixels = 0;
        for (int y = bottom; y < Math.Min(bottom + Math.Max(head.Width / 2, 2), _height); y++)
        {
            for (int x = Math.Max(head.X - (head.Width / 4), 0); x < Math.Min(head.X + head.Width + (head.Width / 4), _width); x++)
            {
                pixels++;
                differs += Math.Abs(difference[(y * _width) + x]) > 0.6 * _options.ContrastCelsius ? 1 : 0;
            }
        }

        return pixels == 0 || differs >= 0.2 * pixels;
    }
}

namespace EdgeCheckpoint.Core.Thermal;

/// <summary>Follows a reference in view and says by how much the sensor is off. Lost, it says so: then nobody may be judged.</summary>
public sealed class BlackbodyReference
{
    private const int PicturesToTrust = 8;

    private readonly BlackbodyOptions _options;
    private readonly int _width;
    private readonly int _height;
    private readonly float[] _values;
    private HeadRegion? _region;
    private double _seen = double.NaN;
    private double _seenAlone = double.NaN;
    private int _steady;

    public BlackbodyReference(int width, int height, BlackbodyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Region is { } r && (r.X < 0 || r.Y < 0 || r.Width < 1 || r.Height < 1 || r.X + r.Width > width || r.Y + r.Height > height))
        {
            throw new ArgumentOutOfRangeException(nameof(options), r, $"The reference's region must lie within {width} x {height}.");
        }

        _options = options;
        _width = width;
        _height = height;
        _values = new float[width * height];
        _region = options.Region;
    }

    /// <summary>True while the reference is in view and steady.</summary>
    public bool Held => _steady >= PicturesToTrust;

    /// <summary>Where it is, or was last; null until it was found.</summary>
    public HeadRegion? Region => _region;

    /// <summary>To be added to what the sensor says, °C. Only while <see cref="Held"/>.</summary>
    public double CorrectionCelsius => _options.Celsius - _seen;

    /// <summary>Takes a picture.</summary>
    /// <param name="celsius">As the sensor gives it, row-major.</param>
    /// <param name="alone">True while no head is in view: only then is a reference looked for and its value learned, as a face must never be taken for one.</param>
    public void Observe(ReadOnlySpan<float> celsius, bool alone)
    {
        if (_region is null && (!alone || !TryFind(celsius)))
        {
            Lose();
            return;
        }

        double now = Middle(celsius, _region!.Value);
        bool off = Math.Abs(now - _options.Celsius) > _options.OffAtMostCelsius;
        bool jumps = _steady > 0 && Math.Abs(now - _seen) > _options.StepAtMostCelsius;

        // A face before the reference is nearly as warm and stands as still: with somebody in view only what was seen without anybody is believed.
        bool mayBeFace = !alone && !(Math.Abs(now - _seenAlone) <= _options.StepAtMostCelsius);
        if (off || jumps || mayBeFace)
        {
            Lose();
            return;
        }

        // The reference hardly changes: its noise is averaged away over about a second.
        _seen = _steady == 0 ? now : _seen + ((now - _seen) / Math.Min(_steady + 1, PicturesToTrust));
        _steady++;
        _seenAlone = alone && Held ? _seen : _seenAlone;
    }

    /// <summary>Its place is kept: it is waited for there, and nothing else is taken for it.</summary>
    private void Lose() => _steady = 0;

    /// <summary>The hottest pixel within reach of the reference's temperature, and its neighbours: as warm as it over at least 2 x 2 pixels, with colder all around.</summary>
    private bool TryFind(ReadOnlySpan<float> celsius)
    {
        int best = -1;
        for (int i = 0; i < celsius.Length; i++)
        {
            if (Math.Abs(celsius[i] - _options.Celsius) <= _options.OffAtMostCelsius && (best < 0 || celsius[i] > celsius[best]))
            {
                best = i;
            }
        }

        if (best < 0)
        {
            return false;
        }

        int x = best % _width, y = best / _width, left = x, right = x, top = y, bottom = y;
        float rim = celsius[best] - 1;
        while (left > 0 && celsius[(y * _width) + left - 1] > rim)
        {
            left--;
        }

        while (right < _width - 1 && celsius[(y * _width) + right + 1] > rim)
        {
            right++;
        }

        while (top > 0 && celsius[((top - 1) * _width) + x] > rim)
        {
            top--;
        }

        while (bottom < _height - 1 && celsius[((bottom + 1) * _width) + x] > rim)
        {
            bottom++;
        }

        var found = new HeadRegion(left, top, right - left + 1, bottom - top + 1);
        bool compact = found.Width >= 2 && found.Height >= 2 && found.Width <= _width / 5 && found.Height <= _height / 5
            && Math.Max(found.Width, found.Height) <= 2 * Math.Min(found.Width, found.Height);
        _region = compact ? found : null;
        return compact;
    }

    /// <summary>Middle value of the region's inner part: its rim mixes with what is behind.</summary>
    private double Middle(ReadOnlySpan<float> celsius, in HeadRegion region)
    {
        int insetX = region.Width >= 4 ? region.Width / 4 : 0, insetY = region.Height >= 4 ? region.Height / 4 : 0, count = 0;
        for (int y = region.Y + insetY; y < region.Y + region.Height - insetY; y++)
        {
            for (int x = region.X + insetX; x < region.X + region.Width - insetX; x++)
            {
                _values[count++] = celsius[(y * _width) + x];
            }
        }

        _values.AsSpan(0, count).Sort();
        return _values[count / 2];
    }
}

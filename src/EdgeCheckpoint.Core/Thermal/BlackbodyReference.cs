namespace EdgeCheckpoint.Core.Thermal;

/// <summary>Follows a reference in view and says by how much the sensor is off. Lost, it says so: then nobody may be judged.</summary>
public sealed class BlackbodyReference
{
    private const int PicturesToTrust = 8;

    /// <summary>One that was found, and not configured, is looked for anew after so many pictures without it: somebody may have moved it.</summary>
    private const int PicturesToMiss = 80;

    /// <summary>So much warmer than the middle of the picture is something that stands out, °C.</summary>
    private const float OutstandingCelsius = 3;

    private readonly BlackbodyOptions _options;
    private readonly int _width;
    private readonly int _height;
    private readonly float[] _values;
    private readonly bool[] _marked;
    private readonly BlobFinder _blobs;
    private HeadRegion? _region;
    private double _seen = double.NaN;
    private double _seenAlone = double.NaN;
    private int _steady;
    private int _missed;

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
        _marked = new bool[width * height];
        _blobs = new BlobFinder(width, height, bridge: 1);
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
            if (alone && _options.Region is null && ++_missed >= PicturesToMiss)
            {
                (_region, _seenAlone, _missed) = (null, double.NaN, 0);
            }

            return;
        }

        _missed = 0;

        // The reference hardly changes: its noise is averaged away over about a second.
        _seen = _steady == 0 ? now : _seen + ((now - _seen) / Math.Min(_steady + 1, PicturesToTrust));
        _steady++;
        _seenAlone = alone && Held ? _seen : _seenAlone;
    }

    /// <summary>Its place is kept for a while: it is waited for there, and nothing else is taken for it.</summary>
    private void Lose() => _steady = 0;

    /// <summary>The only compact thing in view that may have the reference's temperature. With two of them nobody knows which it is.</summary>
    private bool TryFind(ReadOnlySpan<float> celsius)
    {
        celsius.CopyTo(_values);
        _values.AsSpan().Sort();
        float outstanding = _values[_values.Length / 2] + OutstandingCelsius;
        for (int i = 0; i < celsius.Length; i++)
        {
            _marked[i] = celsius[i] > outstanding && Math.Abs(celsius[i] - _options.Celsius) <= _options.OffAtMostCelsius;
        }

        _blobs.Find(_marked, celsius, celsius, pixelsAtLeast: 4);
        HeadRegion? found = null;
        foreach (Blob blob in _blobs.Blobs)
        {
            if (IsCompact(blob))
            {
                if (found is not null)
                {
                    return false;
                }

                found = new HeadRegion(blob.Left, blob.Top, blob.Width, blob.Height);
            }
        }

        _region = found;
        return found is not null;
    }

    private bool IsCompact(in Blob blob) =>
        blob.Width >= 2 && blob.Height >= 2 && blob.Width <= _width / 5 && blob.Height <= _height / 5
        && Math.Max(blob.Width, blob.Height) <= 2 * Math.Min(blob.Width, blob.Height)
        && 10 * blob.Pixels >= 6 * blob.Width * blob.Height;

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

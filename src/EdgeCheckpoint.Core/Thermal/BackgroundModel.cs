namespace EdgeCheckpoint.Core.Thermal;

/// <summary>What the picture shows while nobody is there: falls at once, and rises so slowly that a person may stand still for about eight minutes before becoming furniture.</summary>
/// <param name="followsDrift">Whether what changes in all pixels alike is the sensor's doing; in a few large pixels it may be a person.</param>
internal sealed class BackgroundModel(int pixels, bool followsDrift)
{
    /// <summary>Warmer than the rest of the first picture by this much may be a person and is not taken for background, °C.</summary>
    private const float FirstSightCelsius = 2.5f;

    private const float FallShare = 0.25f;
    private const float SettleShare = 0.03f;
    private const float RiseCelsiusASecond = 0.02f;

    private readonly float[] _sorted = new float[pixels];
    private bool _started;
    private float _drift;

    /// <summary>°C.</summary>
    public float[] Celsius { get; } = new float[pixels];

    /// <summary>Difference of the last picture to the background, common drift taken off, °C.</summary>
    public float[] Difference { get; } = new float[pixels];

    /// <summary>The background's middle value, °C.</summary>
    public float Level { get; private set; }

    /// <summary>Starts from pictures known to show the place: each pixel's low value over all of them.</summary>
    public void Prime(ReadOnlySpan<float> background)
    {
        background.CopyTo(Celsius);
        _started = true;
    }

    /// <param name="celsius">The picture.</param>
    /// <param name="contrast">A pixel that differs by more is not background, °C.</param>
    /// <param name="seconds">Since the last picture.</param>
    public void Compare(ReadOnlySpan<float> celsius, float contrast, double seconds)
    {
        if (!_started)
        {
            float wall = Quantile(celsius, 0.25);
            for (int i = 0; i < pixels; i++)
            {
                Celsius[i] = Math.Min(celsius[i], wall + FirstSightCelsius);
            }

            _started = true;
        }

        for (int i = 0; i < pixels; i++)
        {
            Difference[i] = celsius[i] - Celsius[i];
        }

        float drift = followsDrift ? Drift(contrast) : 0;
        float rise = RiseCelsiusASecond * (float)seconds;
        for (int i = 0; i < pixels; i++)
        {
            float difference = Difference[i] - drift;
            Difference[i] = difference;
            Celsius[i] += drift * SettleShare;
            Celsius[i] += difference < -contrast ? FallShare * difference : difference > contrast ? rise : SettleShare * difference;
        }

        Level = Quantile(Celsius, 0.5) + drift;
    }

    /// <summary>Takes a region, and a pixel around it, for background whatever it shows: the reference is no person.</summary>
    public void Ignore(in HeadRegion region, int width)
    {
        for (int y = Math.Max(region.Y - 1, 0); y <= Math.Min(region.Y + region.Height, (pixels / width) - 1); y++)
        {
            for (int x = Math.Max(region.X - 1, 0); x <= Math.Min(region.X + region.Width, width - 1); x++)
            {
                Difference[(y * width) + x] = 0;
            }
        }
    }

    /// <summary>Sensor drift moves all pixels alike: the middle of those that hardly differ from the last drift; of all colder ones after a jump.</summary>
    private float Drift(float contrast)
    {
        int count = 0;
        foreach (float difference in Difference)
        {
            if (Math.Abs(difference - _drift) < contrast)
            {
                _sorted[count++] = difference;
            }
        }

        if (count < pixels / 20)
        {
            return _drift = Quantile(Difference, 0.3);
        }

        _sorted.AsSpan(0, count).Sort();

        // The background itself follows slow drift, so what is left of it is forgotten bit by bit.
        return _drift = Math.Clamp(_sorted[count / 2], -2 * contrast, 2 * contrast);
    }

    private float Quantile(ReadOnlySpan<float> values, double share)
    {
        values.CopyTo(_sorted);
        _sorted.AsSpan().Sort();
        return _sorted[(int)(share * (pixels - 1))];
    }
}

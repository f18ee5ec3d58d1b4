using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Thermal;

/// <summary>Turns pictures, one after another, into what they say of the person in front of the kiosk. One thread.</summary>
public sealed class SubjectTracker
{
    private readonly ThermalOptions _options;
    private readonly int _width;
    private readonly int _height;
    private readonly RegionFinder _regions;
    private readonly HeadFinder _heads;
    private readonly ReadingWindow _window;
    private readonly float[] _sorted;
    private Head? _last;
    private MonotonicInstant? _heardFirst;

    /// <param name="width">Pixels a row of the pictures to come.</param>
    /// <param name="height">Rows of the pictures to come.</param>
    public SubjectTracker(int width, int height, ThermalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        _width = width;
        _height = height;
        _options = options;
        _regions = new RegionFinder(width, height);
        _heads = new HeadFinder(width, height, options);
        _window = new ReadingWindow(options.PicturesAtMost);
        _sorted = new float[width * height];
    }

    /// <summary>Takes the next picture.</summary>
    public SubjectObservation Observe(ThermalFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Width != _width || frame.Height != _height)
        {
            throw new ArgumentException($"The picture must be {_width} x {_height}.", nameof(frame));
        }

        _heardFirst ??= frame.At;
        double wall = Wall(frame.Celsius);
        double ambient = float.IsNaN(frame.SensorCelsius) ? wall : frame.SensorCelsius - _options.SensorSelfHeatingCelsius;
        if (frame.At - _heardFirst.Value < _options.WarmUp)
        {
            return Without(frame.At, SubjectState.EnvironmentUnfit, 0, null, Reasons.SensorWarmingUp);
        }

        if (ambient < _options.AmbientAtLeastCelsius || ambient > _options.AmbientAtMostCelsius)
        {
            return Without(frame.At, SubjectState.EnvironmentUnfit, 0, null, Reasons.EnvironmentUnfit);
        }

        // Half way between the wall and a face: clothing stays below, hair and cheeks above.
        _regions.Find(frame.Celsius, (float)(wall + (0.5 * (34 - wall))), pixelsAtLeast: Math.Max(4, _width * _height / 200));
        int people = 0;
        WarmRegion nearest = default;
        foreach (ref readonly WarmRegion region in _regions.Regions)
        {
            if (region.Hottest > _options.HotObjectCelsius)
            {
                continue;
            }

            if (people == 0)
            {
                nearest = region;
            }

            people++;
        }

        return people == 0
            ? Without(frame.At, SubjectState.Empty, 0, null)
            : OfHead(frame.At, people, _heads.Find(frame.Celsius, _regions, nearest, wall), ambient);
    }

    /// <summary>Takes note that there is no picture.</summary>
    public SubjectObservation Observe(SensorFault fault, MonotonicInstant at)
    {
        if (fault == SensorFault.None)
        {
            throw new ArgumentOutOfRangeException(nameof(fault), fault, "Without a fault there is a picture to observe.");
        }

        if (fault is SensorFault.Absent or SensorFault.OutOfService)
        {
            _heardFirst = null;
        }
        else
        {
            _heardFirst ??= at;
        }

        return Without(at, SubjectState.SensorFault, 0, null, fault == SensorFault.WarmingUp ? Reasons.SensorWarmingUp : Reasons.SensorFault);
    }

    private SubjectObservation OfHead(MonotonicInstant at, int people, in Head head, double ambient)
    {
        if (people > 1)
        {
            return Without(at, SubjectState.OneAtATime, people, head, Reasons.SeveralPeople);
        }

        if (head.DistanceMetres > _options.ApproachMetres)
        {
            return Without(at, SubjectState.Approach, 1, head, Reasons.TooFar);
        }

        if (head.DistanceMetres > _options.DistanceAtMostMetres || head.WidthPixels < _options.HeadPixelsAtLeast)
        {
            return Without(at, SubjectState.TooFar, 1, head, Reasons.TooFar);
        }

        if (head.DistanceMetres < _options.DistanceAtLeastMetres)
        {
            return Without(at, SubjectState.TooClose, 1, head, Reasons.TooClose);
        }

        bool still = _last is { } last && Math.Max(Math.Abs(head.CentreX - last.CentreX), Math.Abs(head.CentreY - last.CentreY)) <= _options.StillShare * head.WidthPixels;
        _last = head;
        if (!still)
        {
            _window.Clear();
            return Without(at, SubjectState.HoldStill, 1, head, Reasons.NotStill);
        }

        _window.Add(head.FaceCelsius);
        return _window.Count < _options.PicturesToMeasure
            ? new SubjectObservation { At = at, State = SubjectState.Measuring, People = 1, Head = head.Region }
            : Measured(at, head, ambient);
    }

    private SubjectObservation Measured(MonotonicInstant at, in Head head, double ambient)
    {
        double celsius = _window.Median() + _options.SiteOffsetCelsius;
        double noise = 1.25 * _options.PixelNoise / Math.Sqrt(2 * _window.Count);
        double uncertainty = Math.Sqrt((noise * noise) + (_options.SensorUncertainty * _options.SensorUncertainty));
        return new SubjectObservation
        {
            At = at,
            State = SubjectState.Measured,
            People = 1,
            Head = head.Region,
            Reading = new Measurement(Math.Round(celsius, 2), Math.Round(uncertainty, 2), Words.Of(_options.Method), Math.Round(ambient, 1), Math.Round(head.DistanceMetres, 2)),
            Class = celsius >= _options.ElevatedCelsius ? TemperatureClass.Elevated : celsius < _options.TooLowCelsius ? TemperatureClass.TooLow : TemperatureClass.Normal,
        };
    }

    private SubjectObservation Without(MonotonicInstant at, SubjectState state, int people, Head? head, params ReadOnlySpan<string> reasons)
    {
        if (state != SubjectState.HoldStill)
        {
            _last = null;
            _window.Clear();
        }

        return new SubjectObservation { At = at, State = state, People = people, Head = head?.Region, Reasons = [.. reasons] };
    }

    /// <summary>What most of the picture that is not a person shows: the lower quartile, °C.</summary>
    private double Wall(ReadOnlySpan<float> celsius)
    {
        celsius.CopyTo(_sorted);
        _sorted.AsSpan().Sort();
        return _sorted[_sorted.Length / 4];
    }
}

using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Thermal;

/// <summary>Turns pictures, one after another, into what they say of the person in front of the kiosk. One thread.</summary>
public sealed class SubjectTracker
{
    private ThermalOptions _options;
    private volatile ThermalOptions? _limits;
    private readonly int _width;
    private readonly int _height;
    private readonly UprightPicture _picture;
    private readonly BackgroundModel _background;
    private readonly SensorTraits _traits;
    private readonly CoarseFinder? _coarse;
    private readonly PeopleFinder _people;
    private readonly ReadingWindow _window;
    private readonly RecentCounts _counts = new();
    private readonly ReadingJudge _judge;
    private Judgement? _lastJudgement;
    private bool _alarmed;
    private Head? _last;
    private int _restless;
    private MonotonicInstant? _lastAt;

    /// <param name="width">Pixels a row of the pictures to come.</param>
    /// <param name="height">Rows of the pictures to come.</param>
    /// <param name="traits">Of the sensor that sends them.</param>
    public SubjectTracker(int width, int height, in SensorTraits traits, ThermalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        _width = width;
        _height = height;
        _options = options;
        _traits = options.Over(traits);
        _picture = new UprightPicture(width, height, options.Up);
        double focalPixels = width / (2 * Math.Tan(_traits.FieldOfViewDegrees * Math.PI / 360));
        _coarse = CoarseFinder.IsNeeded(width, height) ? new CoarseFinder(_picture.Width, options) : null;
        _background = new BackgroundModel(width * height, followsDrift: _coarse is null);
        _people = new PeopleFinder(_picture.Width, _picture.Height, focalPixels, options);
        _window = new ReadingWindow(options.PicturesAtMost);
        _judge = new ReadingJudge(width, height, _traits.ScaleUncertainty, options);
    }

    /// <summary>Says what the place looks like while nobody is there; without it the tracker learns from what it sees.</summary>
    /// <param name="celsius">Width x height temperatures, °C, row-major, as the sensor gives them.</param>
    public void PrimeBackground(ReadOnlySpan<float> celsius)
    {
        if (celsius.Length != _width * _height)
        {
            throw new ArgumentException($"The background must be {_width} x {_height}.", nameof(celsius));
        }

        _picture.Take(celsius);
        _background.Prime(_picture.Celsius);
    }

    /// <summary>The limits of these count from the next picture on; what was learned stays. Any thread.</summary>
    public void Adopt(ThermalOptions options) => _limits = options;

    /// <summary>Takes the next picture.</summary>
    public SubjectObservation Observe(ThermalFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (Interlocked.Exchange(ref _limits, null) is { } limits)
        {
            _options = _judge.Options = _options.WithLimitsOf(limits);
        }

        if (frame.Width != _width || frame.Height != _height)
        {
            throw new ArgumentException($"The picture must be {_width} x {_height}.", nameof(frame));
        }

        TimeSpan gap = _lastAt is { } last ? frame.At - last : TimeSpan.Zero;
        _lastAt = frame.At;
        if (gap > _options.ReadingLifetime)
        {
            // Whoever stands there now may be somebody else.
            Forget();
        }

        _picture.Take(frame.Celsius);
        _background.Compare(_picture.Celsius, (float)_options.ContrastCelsius, Math.Clamp(gap.TotalSeconds, 0, 5));
        if (_judge.Reference is { } reference)
        {
            _background.Ignore(_picture.FromSource(reference), _picture.Width);
        }

        double ambient = float.IsNaN(frame.SensorCelsius) ? _background.Level : frame.SensorCelsius - _traits.SelfHeatingCelsius;
        if (frame.At - frame.PoweredAt < _options.WarmUp)
        {
            return Without(frame.At, SubjectState.EnvironmentUnfit, 0, null, Reasons.SensorWarmingUp);
        }

        if (ambient < _options.AmbientAtLeastCelsius || ambient > _options.AmbientAtMostCelsius)
        {
            return Without(frame.At, SubjectState.EnvironmentUnfit, 0, null, Reasons.EnvironmentUnfit);
        }

        if (_picture.ShareAbove(_options.HotObjectCelsius) > _options.HotShareAtMost)
        {
            return Without(frame.At, SubjectState.EnvironmentUnfit, 0, null, Reasons.HeatInView);
        }

        int now = _coarse is { } coarse
            ? coarse.Count(_picture.Celsius, _background.Difference, out Head? nearest)
            : _people.Count(_picture.Celsius, _background.Difference, _background.Level, out nearest);
        int usual = _counts.Add(now);
        int people = usual == 0 ? Math.Min(now, 1) : usual;
        _judge.Observe(frame.Celsius, alone: nearest is null);
        if (people > 0)
        {
            return OfPeople(frame.At, people, now == 0 ? null : nearest, ambient);
        }

        if (_lastJudgement is { } judgement && !_alarmed)
        {
            _judge.PersonLeft(frame.At, judgement);
        }

        (_lastJudgement, _alarmed) = (null, false);
        return Without(frame.At, SubjectState.Empty, 0, null);
    }

    /// <summary>Set by the owner while readings are worth less than they should be, such as <see cref="Reasons.CalibrationExpired"/>; every reading then carries it.</summary>
    public string? Degraded { get; set; }

    /// <summary>What the last calibration found the sensor to be off, to be added, °C; set by the owner.</summary>
    public double CalibrationOffset
    {
        get => _judge.CalibrationOffset;
        set => _judge.CalibrationOffset = value;
    }

    /// <summary>What the people before showed, by the method <see cref="ScreeningMethod.Baseline"/>, °C; NaN while it is cold.</summary>
    public double UsualCelsius(MonotonicInstant at) => _judge.UsualCelsius(at);

    /// <summary>Takes note that there is no picture.</summary>
    public SubjectObservation Observe(SensorFault fault, MonotonicInstant at)
    {
        if (fault == SensorFault.None)
        {
            throw new ArgumentOutOfRangeException(nameof(fault), fault, "Without a fault there is a picture to observe.");
        }

        return Without(at, SubjectState.SensorFault, 0, null, fault == SensorFault.WarmingUp ? Reasons.SensorWarmingUp : Reasons.SensorFault);
    }

    /// <summary>Nothing of what was seen of people counts any more; what was learned of the place stays.</summary>
    private void Forget()
    {
        _window.Clear();
        _counts.Clear();
        (_last, _lastJudgement, _alarmed, _restless) = (null, null, false, 0);
    }

    private SubjectObservation OfPeople(MonotonicInstant at, int people, Head? nearest, double ambient)
    {
        if (people > 1)
        {
            return Without(at, SubjectState.OneAtATime, people, nearest, Reasons.SeveralPeople);
        }

        if (nearest is not { } head)
        {
            return Without(at, SubjectState.Approach, 1, null);
        }

        if (head.IsCoarse)
        {
            return Measure(at, head, ambient);
        }

        if (head.DistanceMetres < _options.DistanceAtLeastMetres || (head.CutAbove && head.DistanceMetres < 2 * _options.DistanceAtLeastMetres))
        {
            return Without(at, SubjectState.TooClose, 1, head, Reasons.TooClose);
        }

        if (!head.IsWhole || !head.HasBody || head.DistanceMetres > _options.ApproachMetres)
        {
            return Without(at, SubjectState.Approach, 1, head);
        }

        if (head.DistanceMetres > _options.DistanceAtMostMetres || head.WidthPixels < _options.HeadPixelsAtLeast)
        {
            return Without(at, SubjectState.TooFar, 1, head, Reasons.TooFar);
        }

        return Measure(at, head, ambient);
    }

    private SubjectObservation Measure(MonotonicInstant at, in Head head, double ambient)
    {
        bool still = _last is { } last && IsStill(last, head);
        _last = head;
        _restless = still ? 0 : _restless + 1;
        if (!still)
        {
            // One picture may be half old, or a lock of hair come into it: only a second one in a row tells of somebody who moves.
            if (_restless > 1)
            {
                _window.Clear();
            }

            return Without(at, SubjectState.HoldStill, 1, head, Reasons.NotStill);
        }

        _window.Add(head.FaceCelsius);
        return _window.Count < _options.PicturesToMeasure
            ? new SubjectObservation { At = at, State = SubjectState.Measuring, People = 1, Head = _picture.ToSource(head.Region) }
            : Measured(at, head, ambient);
    }

    private bool IsStill(in Head last, in Head head)
    {
        if (head.IsCoarse)
        {
            // Where it is cannot be seen; who comes nearer grows warmer.
            return Math.Abs(head.FaceCelsius - last.FaceCelsius) <= CoarseFinder.SteadyCelsius;
        }

        double moved = Math.Max(Math.Abs(head.CentreX - last.CentreX), Math.Abs(head.CentreY - last.CentreY));
        return moved <= _options.StillShare * head.WidthPixels && Math.Abs(head.WidthPixels - last.WidthPixels) <= Math.Max(_options.StillShare * head.WidthPixels, 0.7);
    }

    private SubjectObservation Measured(MonotonicInstant at, in Head head, double ambient)
    {
        Judgement judgement = _judge.Judge(at, _window.Median());
        _lastJudgement = judgement;
        _alarmed |= judgement.Class == TemperatureClass.Elevated;
        bool hidden = head.SkinShare < _options.SkinShareAtLeast;
        double uncertainty = Uncertainty(judgement, head, ambient, hidden);
        List<string> reasons = [];
        if (judgement.Abstains is { } abstains)
        {
            reasons.Add(abstains);
        }
        else if (uncertainty > _options.UncertaintyAtMostCelsius)
        {
            reasons.Add(Reasons.SensorTooCoarse);
        }

        bool mayJudge = reasons.Count == 0;

        if (hidden)
        {
            reasons.Add(Reasons.Occluded);
        }

        if (Degraded is { } degraded)
        {
            reasons.Add(degraded);
        }

        return !mayJudge
            ? new SubjectObservation { At = at, State = SubjectState.EnvironmentUnfit, People = 1, Head = _picture.ToSource(head.Region), Reasons = reasons }
            : new SubjectObservation
            {
                At = at,
                State = SubjectState.Measured,
                People = 1,
                Head = _picture.ToSource(head.Region),
                Reading = new Measurement(Math.Round(judgement.Celsius, 2), Math.Round(uncertainty, 2), Words.Of(_options.Method), Math.Round(ambient, 1), head.IsCoarse ? null : Math.Round(head.DistanceMetres, 2)),
                Class = judgement.Class,
                Reasons = reasons,
            };
    }

    /// <summary>Independent parts, added as squares: noise of the median, the method, distance, the room, and what is hidden.</summary>
    private double Uncertainty(in Judgement judgement, in Head head, double ambient, bool hidden)
    {
        double noise = 1.25 * _traits.PixelNoise / Math.Sqrt(2 * _window.Count);
        double distance = head.IsCoarse ? CoarseFinder.ShareUncertainty : _options.DistanceUncertainty * head.DistanceMetres, room = _options.AmbientUncertainty * Math.Abs(ambient - 21), cover = hidden ? 0.3 : 0;
        return Math.Sqrt((noise * noise) + (judgement.MethodUncertainty * judgement.MethodUncertainty) + (distance * distance) + (room * room) + (cover * cover));
    }

    private SubjectObservation Without(MonotonicInstant at, SubjectState state, int people, Head? head, params ReadOnlySpan<string> reasons)
    {
        if (state != SubjectState.HoldStill)
        {
            _last = null;
            _window.Clear();
        }

        return new SubjectObservation { At = at, State = state, People = people, Head = head is { } found ? _picture.ToSource(found.Region) : null, Reasons = [.. reasons] };
    }
}

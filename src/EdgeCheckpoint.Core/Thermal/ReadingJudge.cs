using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Thermal;

/// <summary>What a method makes of a face.</summary>
/// <param name="Celsius">Corrected reading, °C.</param>
/// <param name="MethodUncertainty">What the method adds, one standard uncertainty, °C.</param>
/// <param name="Class">Against the method's limits; null where it abstains.</param>
/// <param name="Abstains">Reason code while the method may not judge, else null.</param>
internal readonly record struct Judgement(double Celsius, double MethodUncertainty, TemperatureClass? Class, string? Abstains);

/// <summary>Judges readings by the configured method.</summary>
/// <param name="scaleUncertainty">What the sensor's own scale may be off, one standard uncertainty, °C.</param>
internal sealed class ReadingJudge(int width, int height, double scaleUncertainty, ThermalOptions options)
{
    private readonly BlackbodyReference? _blackbody = options.Method == ScreeningMethod.Blackbody ? new BlackbodyReference(width, height, options.Blackbody) : null;
    private readonly PopulationBaseline _baseline = new(options.Baseline);

    /// <summary>Its limits may change while it judges; its method may not.</summary>
    public ThermalOptions Options { get; set; } = options;

    /// <summary>What the last calibration found the sensor to be off, to be added, °C. A reference in view needs none.</summary>
    public double CalibrationOffset { get; set; }

    /// <summary>Takes every picture, whoever is in it: the reference is followed all the time.</summary>
    public void Observe(ReadOnlySpan<float> celsius, bool alone) => _blackbody?.Observe(celsius, alone);

    /// <summary>Where the reference stands, as the sensor gives pictures; null without one.</summary>
    public HeadRegion? Reference => _blackbody?.Region;

    /// <param name="faceCelsius">What the sensor says of the face.</param>
    public Judgement Judge(MonotonicInstant at, double faceCelsius) => Options.Method switch
    {
        ScreeningMethod.Blackbody => ByBlackbody(faceCelsius),
        ScreeningMethod.Baseline => ByBaseline(at, faceCelsius + CalibrationOffset + Options.SiteOffsetCelsius),
        _ => ByCut(faceCelsius + CalibrationOffset + Options.SiteOffsetCelsius, scaleUncertainty),
    };

    /// <summary>
    /// The person has gone: the last reading becomes a sample of the population, unless it was elevated or too low.
    /// While there is no population yet the fixed cut says so, with room for what the sensor's scale may be off: else a chip that reads too high would never find one.
    /// </summary>
    public void PersonLeft(MonotonicInstant at, in Judgement last)
    {
        bool fits = last.Class is null
            ? last.Celsius < Options.ElevatedCelsius + (2 * scaleUncertainty) && last.Celsius >= Options.TooLowCelsius - (2 * scaleUncertainty)
            : last.Class == TemperatureClass.Normal;
        if (Options.Method == ScreeningMethod.Baseline && fits)
        {
            _baseline.Enter(at, last.Celsius);
        }
    }

    /// <summary>Mean of the people before, °C; NaN without one.</summary>
    public double UsualCelsius(MonotonicInstant at) => _baseline.MeanAt(at);

    private Judgement ByCut(double celsius, double uncertainty) => new(celsius, uncertainty, Class(celsius, Options.ElevatedCelsius, Options.TooLowCelsius), null);

    private Judgement ByBlackbody(double faceCelsius) =>
        _blackbody!.Held
            ? ByCut(faceCelsius + _blackbody.CorrectionCelsius + Options.SiteOffsetCelsius, Options.Blackbody.UncertaintyCelsius)
            : new Judgement(faceCelsius, 0, null, Reasons.ReferenceLost);

    private Judgement ByBaseline(MonotonicInstant at, double celsius)
    {
        double mean = _baseline.MeanAt(at);
        return double.IsNaN(mean)
            ? new Judgement(celsius, 0, null, Reasons.BaselineCold)
            : new Judgement(celsius, _baseline.UncertaintyAt(at), Class(celsius, mean + Options.Baseline.ElevatedAboveCelsius, mean - Options.Baseline.TooLowBelowCelsius), null);
    }

    private static TemperatureClass Class(double celsius, double elevated, double tooLow) =>
        celsius >= elevated ? TemperatureClass.Elevated : celsius < tooLow ? TemperatureClass.TooLow : TemperatureClass.Normal;
}

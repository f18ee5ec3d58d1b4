using System.ComponentModel.DataAnnotations;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Thermal;

/// <summary>When a picture gives a reading, and how a reading is judged. Temperatures in °C.</summary>
public sealed record ThermalOptions
{
    /// <summary>Default <see cref="ScreeningMethod.Fixed"/>.</summary>
    public ScreeningMethod Method { get; init; } = ScreeningMethod.Fixed;

    /// <summary>For <see cref="ScreeningMethod.Blackbody"/>.</summary>
    public BlackbodyOptions Blackbody { get; init; } = new();

    /// <summary>For <see cref="ScreeningMethod.Baseline"/>.</summary>
    public BaselineOptions Baseline { get; init; } = new();

    /// <summary>Added to every reading: what a clinical thermometer said at this site less what the sensor said. Default 0.</summary>
    [Range(-5.0, 5.0)]
    public double SiteOffsetCelsius { get; init; }

    /// <summary>From this on a reading is elevated. Default 37.3.</summary>
    [Range(30.0, 45.0)]
    public double ElevatedCelsius { get; init; } = 37.3;

    /// <summary>Below this a reading is too low to be that of a face in the room. Default 34.</summary>
    [Range(20.0, 40.0)]
    public double TooLowCelsius { get; init; } = 34;

    /// <summary>Lowest room temperature at which skin tells of the body, °C. Default 18.</summary>
    [Range(-100.0, 100.0)]
    public double AmbientAtLeastCelsius { get; init; } = 18;

    /// <summary>Highest room temperature at which skin tells of the body, °C. Default 24.</summary>
    [Range(-100.0, 100.0)]
    public double AmbientAtMostCelsius { get; init; } = 24;

    /// <summary>How much warmer the sensor is than the air around it. Default: what the kind of sensor usually is in open air, 8 for an MLX90640.</summary>
    [Range(0.0, 40.0)]
    public double? SensorSelfHeatingCelsius { get; init; }

    /// <summary>No reading this long after the sensor was found or lost its supply. Default 30 minutes; 0 waits for nothing.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Which edge of the picture the top of the scene is at. Default the top.</summary>
    public SceneUp Up { get; init; } = SceneUp.Top;

    /// <summary>What differs from the background by more is somebody or something, °C. Default 2.</summary>
    [Range(0.2, 10.0)]
    public double ContrastCelsius { get; init; } = 2;

    /// <summary>A face is at least this much warmer than the background, °C. Default 4.</summary>
    [Range(0.5, 20.0)]
    public double FaceContrastCelsius { get; init; } = 4;

    /// <summary>What is colder than the warmest face in view by more is no face but cloth, °C. Default 3.</summary>
    [Range(0.5, 20.0)]
    public double FaceSpreadCelsius { get; init; } = 3;

    /// <summary>The sensor's field of view across, degrees. Default: its datasheet's, 55 for an MLX90640BAB; an MLX90640BAA has 110.</summary>
    [Range(1.0, 150.0)]
    public double? FieldOfViewDegrees { get; init; }

    /// <summary>Width of a head, m. Default 0.155.</summary>
    [Range(0.1, 0.3)]
    public double HeadWidthMetres { get; init; } = 0.155;

    /// <summary>Nearer is too close. Default 0.3 m.</summary>
    [Range(0.0, 5.0)]
    public double DistanceAtLeastMetres { get; init; } = 0.3;

    /// <summary>Farther is too far to measure. Default 1.2 m.</summary>
    [Range(0.1, 10.0)]
    public double DistanceAtMostMetres { get; init; } = 1.2;

    /// <summary>Farther than this somebody is only approaching. Default 2 m.</summary>
    [Range(0.1, 20.0)]
    public double ApproachMetres { get; init; } = 2;

    /// <summary>A head this narrow cannot be measured, whatever the distance says. Default 3 pixels.</summary>
    [Range(1.0, 100.0)]
    public double HeadPixelsAtLeast { get; init; } = 3;

    /// <summary>Pictures somebody must stand still for before there is a reading. Default 3: a third of a second at 8 Hz.</summary>
    [Range(1, 100)]
    public int PicturesToMeasure { get; init; } = 3;

    /// <summary>Pictures a reading is the median of, at most. Default 16.</summary>
    [Range(1, 100)]
    public int PicturesAtMost { get; init; } = 16;

    /// <summary>A head that moves less than this share of its width from picture to picture is still. Default 0.15.</summary>
    [Range(0.01, 1.0)]
    public double StillShare { get; init; } = 0.15;

    /// <summary>A reading older than this must not be used, and after a longer gap between pictures a person is measured anew. Default 3 s.</summary>
    public TimeSpan ReadingLifetime { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Noise of one pixel in one picture, K rms. Default: the sensor's, 0.3 for an MLX90640 at 8 Hz.</summary>
    [Range(0.0, 5.0)]
    public double? PixelNoise { get; init; }

    /// <summary>What the sensor's own scale may be off, one standard uncertainty, °C. Default: its datasheet's, 0.5 for an MLX90640.</summary>
    [Range(0.0, 10.0)]
    public double? SensorUncertainty { get; init; }

    /// <summary>A reading that may be off by more, one standard uncertainty, is no reading: the kiosk abstains. Default 1 °C.</summary>
    [Range(0.1, 100.0)]
    public double UncertaintyAtMostCelsius { get; init; } = 1;

    /// <summary>A pixel covers more than the warmest place of a face, the more the farther: one standard uncertainty a metre, °C. Default 0.3.</summary>
    [Range(0.0, 5.0)]
    public double DistanceUncertainty { get; init; } = 0.3;

    /// <summary>Skin follows the room: one standard uncertainty for each °C the room is off 21 °C. Default 0.05.</summary>
    [Range(0.0, 5.0)]
    public double AmbientUncertainty { get; init; } = 0.05;

    /// <summary>With less of the face's box showing skin, the face is partly hidden. Default 0.45.</summary>
    [Range(0.0, 1.0)]
    public double SkinShareAtLeast { get; init; } = 0.45;

    /// <summary>Hotter than this is no person. Default 42.</summary>
    [Range(38.0, 400.0)]
    public double HotObjectCelsius { get; init; } = 42;

    /// <summary>With more of the picture hotter than that, sun or a heater is in view and nobody is judged; share of its pixels. Default 0.06: a hot cup is less.</summary>
    [Range(0.0, 1.0)]
    public double HotShareAtMost { get; init; } = 0.06;

    /// <summary>These, with the limits of others: all that can change while pictures are being understood.</summary>
    internal ThermalOptions WithLimitsOf(ThermalOptions others) => this with
    {
        SiteOffsetCelsius = others.SiteOffsetCelsius,
        ElevatedCelsius = others.ElevatedCelsius,
        TooLowCelsius = others.TooLowCelsius,
        AmbientAtLeastCelsius = others.AmbientAtLeastCelsius,
        AmbientAtMostCelsius = others.AmbientAtMostCelsius,
        UncertaintyAtMostCelsius = others.UncertaintyAtMostCelsius,
    };

    /// <summary>What the datasheet says, except where these options say otherwise.</summary>
    internal SensorTraits Over(in SensorTraits traits) => new(
        FieldOfViewDegrees ?? traits.FieldOfViewDegrees,
        PixelNoise ?? traits.PixelNoise,
        SensorUncertainty ?? traits.ScaleUncertainty,
        SensorSelfHeatingCelsius ?? traits.SelfHeatingCelsius);
}

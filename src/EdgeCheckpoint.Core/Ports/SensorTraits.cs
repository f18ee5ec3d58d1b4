namespace EdgeCheckpoint.Core.Ports;

/// <summary>What a kind of sensor is able to do, by its datasheet; a site may state otherwise in its options.</summary>
/// <param name="FieldOfViewDegrees">Across the picture, degrees.</param>
/// <param name="PixelNoise">Noise of one pixel in one picture, K rms.</param>
/// <param name="ScaleUncertainty">What its scale may be off, one standard uncertainty, °C.</param>
/// <param name="SelfHeatingCelsius">How much warmer it is than the air around it, °C.</param>
public readonly record struct SensorTraits(double FieldOfViewDegrees, double PixelNoise, double ScaleUncertainty, double SelfHeatingCelsius)
{
    /// <summary>MLX90640BAB at 8 Hz: 55 degrees; ±1 °C, taken for two standard uncertainties.</summary>
    public static SensorTraits Mlx90640 { get; } = new(55, 0.3, 0.5, 8);

    /// <summary>AMG8833: 60 degrees, ±2.5 °C, taken for the bounds of an even distribution.</summary>
    public static SensorTraits Amg8833 { get; } = new(60, 0.3, 1.45, 3);

    /// <summary>MLX90614xCI: one spot of 5 degrees; ±0.5 °C, taken for the bounds of an even distribution.</summary>
    public static SensorTraits Mlx90614 { get; } = new(5, 0.1, 0.3, 1);

    /// <summary>Lepton 3.5 in high gain: 57 degrees, 0.05 K; ±5 °C, taken for two standard uncertainties. It does not tell the air's temperature.</summary>
    public static SensorTraits Lepton { get; } = new(57, 0.05, 2.5, 0);
}

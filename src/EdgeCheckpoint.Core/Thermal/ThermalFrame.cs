namespace EdgeCheckpoint.Core.Thermal;

/// <summary>One thermal picture: a buffer its owner fills again and again.</summary>
/// <param name="width">Pixels a row: 8, 32, 160.</param>
/// <param name="height">Rows: 8, 24, 120.</param>
public sealed class ThermalFrame(int width, int height)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    /// <summary>Object temperatures, °C, row-major, top row first.</summary>
    public float[] Celsius { get; } = new float[width * height];

    /// <summary>Temperature of the sensor itself, °C; NaN where the sensor does not tell.</summary>
    public float SensorCelsius { get; set; } = float.NaN;

    /// <summary>Supply voltage of the sensor, V; NaN where the sensor does not tell.</summary>
    public float SupplyVolts { get; set; } = float.NaN;

    /// <summary>When the last pixel of the picture was measured.</summary>
    public Time.MonotonicInstant At { get; set; }

    /// <summary>Since when the sensor has had its supply without a break, as far as its driver can tell; it warms up from then on.</summary>
    public Time.MonotonicInstant PoweredAt { get; set; }

    /// <summary>Counts the pictures of one sensor from 1; a jump tells of lost ones.</summary>
    public long Sequence { get; set; }
}

using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Hardware.Thermal.Mlx90640;

/// <summary>What the EEPROM says of one chip, ready for conversion. Filled by <see cref="Mlx90640Eeprom.TryExtract"/>; not changed after.</summary>
/// <remarks>
/// Pixel tables hold 48 half rows of 16: first the even columns of rows 0 to 23, then the odd columns.
/// Both reading patterns are made of whole half rows, and within one the Kv coefficient and the parity of Kta are constant.
/// </remarks>
public sealed class Mlx90640Parameters
{
    internal const int HalfRow = Columns / 2;

    /// <summary>Counts at 25 °C and 3.3 V.</summary>
    internal readonly float[] Offset = new float[Pixels];

    /// <summary>Change of the offset with the chip's temperature, 1/K.</summary>
    internal readonly float[] Kta = new float[Pixels];

    /// <summary>K^4 a count: the reciprocal of the sensitivity, compensation pixel subtracted.</summary>
    internal readonly float[] PerSensitivity = new float[Pixels];

    /// <summary>Change of the offset with supply, 1/V, by [2 x (row is odd) + (column is odd)].</summary>
    internal readonly float[] Kv = new float[4];

    internal readonly ushort[] DeviatingStorage = new ushort[Pixels];

    internal double VddPerVolt;
    internal double VddAt3V3;
    internal double KvPtat;
    internal double KtPtat;
    internal double PtatAt25;
    internal double AlphaPtat;
    internal double Gain;
    internal double Tgc;
    internal double KsTa;
    internal readonly double[] CompensationOffset = new double[2];
    internal double CompensationKta;
    internal double CompensationKv;

    /// <summary>Slope of sensitivity with the object's temperature, 1/K, in the four ranges that start at <see cref="RangeStart"/>.</summary>
    internal readonly double[] KsTo = new double[4];

    /// <summary>Lower ends of the four ranges, °C: -40, 0 and two from the EEPROM.</summary>
    internal readonly double[] RangeStart = new double[4];

    /// <summary>Factor that makes sensitivity continuous where a range starts.</summary>
    internal readonly double[] RangeFactor = new double[4];

    /// <summary>Resolution the chip was calibrated at: 0 is 16 bit, 3 is 19 bit.</summary>
    internal int CalibrationResolution;

    /// <summary>True where the chip was calibrated in chess pattern.</summary>
    internal bool CalibratedInChessPattern;

    /// <summary>Corrections, counts, for reading in the other pattern than that of calibration.</summary>
    internal readonly double[] PatternCorrection = new double[3];

    /// <summary>Pixels the maker marked broken or outlying, ascending, row-major; their temperatures come from neighbours.</summary>
    public ReadOnlySpan<ushort> Deviating => DeviatingStorage.AsSpan(0, DeviatingCount);

    internal int DeviatingCount;

    /// <summary>Index into the pixel tables.</summary>
    internal static int TableIndex(int row, int column) => ((column & 1) * Rows * HalfRow) + (row * HalfRow) + (column >> 1);
}

using EdgeCheckpoint.Core.Ports;
using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Hardware.Thermal.Mlx90640;

/// <summary>Reads the calibration words. Allocates nothing.</summary>
/// <remarks>MLX90640 datasheet, chapter "Calculating calibration parameters".</remarks>
public static class Mlx90640Eeprom
{
    private const int FirstPixelWord = 64;

    /// <summary>Fills <paramref name="parameters"/> from the EEPROM.</summary>
    /// <param name="words">832 words from 0x2400 in address order.</param>
    /// <returns><see cref="SensorFault.None"/>, or <see cref="SensorFault.BadCalibration"/> when a word the conversion divides by
    /// makes no sense, a pixel has no sensitivity, or more than four pixels deviate.</returns>
    public static SensorFault TryExtract(ReadOnlySpan<ushort> words, Mlx90640Parameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (words.Length != EepromWords)
        {
            throw new ArgumentException($"The EEPROM has {EepromWords} words, not {words.Length}.", nameof(words));
        }

        return Supply(words, parameters) && Ranges(words, parameters) && Compensation(words, parameters) && Tables(words, parameters)
            ? SensorFault.None
            : SensorFault.BadCalibration;
    }

    private static bool Supply(ReadOnlySpan<ushort> ee, Mlx90640Parameters p)
    {
        p.VddPerVolt = Signed(ee[51] >> 8, 8) * 32;
        p.VddAt3V3 = (((ee[51] & 0xFF) - 256) << 5) - 8192;
        p.KvPtat = Signed(ee[50] >> 10, 6) / 4096.0;
        p.KtPtat = Signed(ee[50], 10) / 8.0;
        p.PtatAt25 = (short)ee[49];
        p.AlphaPtat = ((ee[16] >> 12) / 4.0) + 8.0;
        p.Gain = (short)ee[48];
        p.CalibrationResolution = (ee[56] >> 12) & 3;
        p.CalibratedInChessPattern = (ee[10] & 0x0800) == 0;
        p.PatternCorrection[0] = Signed(ee[53], 6) / 16.0;
        p.PatternCorrection[1] = Signed(ee[53] >> 6, 5) / 2.0;
        p.PatternCorrection[2] = Signed(ee[53] >> 11, 5) / 8.0;
        return p.VddPerVolt != 0 && p.KtPtat != 0 && p.Gain != 0;
    }

    private static bool Ranges(ReadOnlySpan<ushort> ee, Mlx90640Parameters p)
    {
        int step = ((ee[63] >> 12) & 3) * 10;
        p.RangeStart[0] = -40;
        p.RangeStart[1] = 0;
        p.RangeStart[2] = ((ee[63] >> 4) & 15) * step;
        p.RangeStart[3] = p.RangeStart[2] + (((ee[63] >> 8) & 15) * step);

        double scale = 1 << ((ee[63] & 15) + 8);
        p.KsTo[0] = Signed(ee[61], 8) / scale;
        p.KsTo[1] = Signed(ee[61] >> 8, 8) / scale;
        p.KsTo[2] = Signed(ee[62], 8) / scale;
        p.KsTo[3] = Signed(ee[62] >> 8, 8) / scale;

        p.RangeFactor[0] = 1 / (1 + (p.KsTo[0] * 40));
        p.RangeFactor[1] = 1;
        p.RangeFactor[2] = 1 + (p.KsTo[1] * p.RangeStart[2]);
        p.RangeFactor[3] = p.RangeFactor[2] * (1 + (p.KsTo[2] * (p.RangeStart[3] - p.RangeStart[2])));
        return double.IsFinite(p.RangeFactor[0]) && p.RangeFactor[2] > 0 && p.RangeFactor[3] > 0;
    }

    private static bool Compensation(ReadOnlySpan<ushort> ee, Mlx90640Parameters p)
    {
        p.KsTa = Signed(ee[60] >> 8, 8) / 8192.0;
        p.Tgc = Signed(ee[60], 8) / 32.0;
        p.CompensationOffset[0] = Signed(ee[58], 10);
        p.CompensationOffset[1] = p.CompensationOffset[0] + Signed(ee[58] >> 10, 6);
        p.CompensationKta = Signed(ee[59], 8) / PowerOfTwo(((ee[56] >> 4) & 15) + 8);
        p.CompensationKv = Signed(ee[59] >> 8, 8) / PowerOfTwo((ee[56] >> 8) & 15);
        return true;
    }

    private static bool Tables(ReadOnlySpan<ushort> ee, Mlx90640Parameters p)
    {
        double kvScale = PowerOfTwo((ee[56] >> 8) & 15);
        p.Kv[0] = (float)(Signed(ee[52] >> 12, 4) / kvScale);
        p.Kv[1] = (float)(Signed(ee[52] >> 4, 4) / kvScale);
        p.Kv[2] = (float)(Signed(ee[52] >> 8, 4) / kvScale);
        p.Kv[3] = (float)(Signed(ee[52], 4) / kvScale);

        // By [2 x (row is odd) + (column is odd)], as Kv.
        Span<int> ktaBase = [Signed(ee[54] >> 8, 8), Signed(ee[55] >> 8, 8), Signed(ee[54], 8), Signed(ee[55], 8)];
        float ktaUnit = (float)(1 / PowerOfTwo(((ee[56] >> 4) & 15) + 8));
        int ktaShift = ee[56] & 15;

        double alphaUnit = 1 / PowerOfTwo((ee[32] >> 12) + 30);
        double compensationAlpha = Signed(ee[57], 10) * alphaUnit * 8;
        double compensationAlpha1 = compensationAlpha * (1 + (Signed(ee[57] >> 10, 6) / 128.0));
        float alphaLess = (float)(p.Tgc * (compensationAlpha + compensationAlpha1) / 2 / alphaUnit);
        float perAlphaUnit = (float)(1 / alphaUnit);

        Span<int> offsetOfColumn = stackalloc int[Columns];
        Span<int> alphaOfColumn = stackalloc int[Columns];
        int offsetColumnShift = (ee[16] >> 4) & 15, offsetRowShift = (ee[16] >> 8) & 15, offsetShift = ee[16] & 15;
        int alphaColumnShift = (ee[32] >> 4) & 15, alphaRowShift = (ee[32] >> 8) & 15, alphaShift = ee[32] & 15;
        for (int c = 0; c < Columns; c++)
        {
            offsetOfColumn[c] = Nibble(ee[24 + (c >> 2)], c) << offsetColumnShift;
            alphaOfColumn[c] = Nibble(ee[40 + (c >> 2)], c) << alphaColumnShift;
        }

        bool sensible = true;
        p.DeviatingCount = 0;
        for (int r = 0; r < Rows; r++)
        {
            int offsetOfRow = (short)ee[17] + (Nibble(ee[18 + (r >> 2)], r) << offsetRowShift);
            int alphaOfRow = ee[33] + (Nibble(ee[34 + (r >> 2)], r) << alphaRowShift);
            ReadOnlySpan<ushort> row = ee.Slice(FirstPixelWord + (r * Columns), Columns);
            for (int odd = 0; odd < 2; odd++)
            {
                int table = Mlx90640Parameters.TableIndex(r, odd);
                Span<float> offset = p.Offset.AsSpan(table, Mlx90640Parameters.HalfRow);
                Span<float> kta = p.Kta.AsSpan(table, Mlx90640Parameters.HalfRow);
                Span<float> perSensitivity = p.PerSensitivity.AsSpan(table, Mlx90640Parameters.HalfRow);
                int ktaOfParity = ktaBase[(2 * (r & 1)) + odd];
                for (int k = 0; k < Mlx90640Parameters.HalfRow; k++)
                {
                    int c = (2 * k) + odd;
                    int word = row[c];
                    offset[k] = offsetOfRow + offsetOfColumn[c] + (Signed(word >> 10, 6) << offsetShift);
                    kta[k] = (ktaOfParity + (Signed(word >> 1, 3) << ktaShift)) * ktaUnit;
                    float alpha = alphaOfRow + alphaOfColumn[c] + (Signed(word >> 4, 6) << alphaShift) - alphaLess;
                    if (word == 0 || (word & 1) != 0)
                    {
                        // Its own calibration is not to be trusted; the temperature comes from neighbours.
                        p.DeviatingStorage[p.DeviatingCount++] = (ushort)((r * Columns) + c);
                        perSensitivity[k] = 0;
                    }
                    else
                    {
                        sensible &= alpha > 0;
                        perSensitivity[k] = perAlphaUnit / alpha;
                    }
                }
            }
        }

        // Found half row by half row; the repair looks at neighbours in reading order.
        p.DeviatingStorage.AsSpan(0, p.DeviatingCount).Sort();
        return sensible && p.DeviatingCount <= DeviatingPixelsAtMost;
    }

    private static int Nibble(int word, int index) => Signed(word >> ((index & 3) * 4), 4);

    /// <summary>The low <paramref name="bits"/> bits as two's complement.</summary>
    private static int Signed(int value, int bits) => value << (32 - bits) >> (32 - bits);

    private static double PowerOfTwo(int exponent) => 1L << exponent;
}

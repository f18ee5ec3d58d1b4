using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Hardware.Thermal.Mlx90640;

/// <summary>The inner loop: counts to temperatures, four pixels at a time on SSE and NEON alike, one at a time elsewhere.</summary>
/// <remarks>Both forms do the same operations in the same order, so their results are equal to the bit.</remarks>
internal static class Mlx90640Kernel
{
    /// <summary>Beyond this no body can be measured; a larger value tells of damaged words.</summary>
    private const float SensibleCelsius = 1000;

    private const float Kelvin = 273.15f;

    public static bool IsSensible(float celsius) => MathF.Abs(celsius) < SensibleCelsius;

    /// <summary>Converts the half rows of a sub-page.</summary>
    /// <returns>False when a pixel has no sensible temperature.</returns>
    public static bool Convert(in SubPageFactors f, Mlx90640Parameters p, bool chess, int subPage, ReadOnlySpan<ushort> raw, Span<float> celsius) =>
        Vector128.IsHardwareAccelerated && BitConverter.IsLittleEndian
            ? ConvertVector(f, p, chess, subPage, raw, celsius)
            : ConvertScalar(f, p, chess, subPage, raw, celsius);

    internal static bool ConvertVector(in SubPageFactors f, Mlx90640Parameters p, bool chess, int subPage, ReadOnlySpan<ushort> raw, Span<float> celsius)
    {
        // Lengths are the caller's contract; from here on the loop indexes without looking again.
        ref ushort words = ref MemoryMarshal.GetReference(raw[..Pixels]);
        ref float picture = ref MemoryMarshal.GetReference(celsius[..Pixels]);
        ref float offsets = ref MemoryMarshal.GetArrayDataReference(p.Offset);
        ref float ktas = ref MemoryMarshal.GetArrayDataReference(p.Kta);
        ref float perSensitivities = ref MemoryMarshal.GetArrayDataReference(p.PerSensitivity);
        Vector128<float> gain = Vector128.Create(f.Gain), warmer = Vector128.Create(f.Warmer), perCount = Vector128.Create(f.PerCount);
        Vector128<float> background = Vector128.Create(f.Background4), one = Vector128<float>.One, kelvin = Vector128.Create(Kelvin);
        Vector128<float> start2 = Vector128.Create(f.Start2), start3 = Vector128.Create(f.Start3);
        Vector128<float> level0 = Vector128.Create(f.Level[0]), level1 = Vector128.Create(f.Level[1]), level2 = Vector128.Create(f.Level[2]), level3 = Vector128.Create(f.Level[3]);
        Vector128<float> slope0 = Vector128.Create(f.Slope[0]), slope1 = Vector128.Create(f.Slope[1]), slope2 = Vector128.Create(f.Slope[2]), slope3 = Vector128.Create(f.Slope[3]);
        Vector128<float> sensible = Vector128<float>.AllBitsSet;

        for (int half = 0; half < Rows; half++)
        {
            (int row, int odd) = HalfRowOf(chess, subPage, half);
            Vector128<float> supply = Vector128.Create(f.Supply[(2 * (row & 1)) + odd]);
            Vector128<float> correction = Correction(f, row, odd) - Vector128.Create(f.Compensation);
            Vector128<ulong> keep = Vector128.Create(odd == 0 ? 0xFFFF_FFFF_0000_0000 : 0x0000_0000_FFFF_FFFF);
            int table = Mlx90640Parameters.TableIndex(row, odd);
            for (int k = 0; k < Mlx90640Parameters.HalfRow; k += Vector128<float>.Count)
            {
                int pixel = (row * Columns) + (2 * k);
                Vector128<int> pairs = Vector128.LoadUnsafe(ref words, (nuint)pixel).AsInt32();
                Vector128<float> counts = Vector128.ConvertToSingle(odd == 0 ? Vector128.ShiftRightArithmetic(Vector128.ShiftLeft(pairs, 16), 16) : Vector128.ShiftRightArithmetic(pairs, 16));
                Vector128<float> offset = Vector128.LoadUnsafe(ref offsets, (nuint)(table + k)) * (one + (Vector128.LoadUnsafe(ref ktas, (nuint)(table + k)) * warmer)) * supply;
                Vector128<float> signal = ((counts * gain) - offset + correction) * perCount * Vector128.LoadUnsafe(ref perSensitivities, (nuint)(table + k));

                Vector128<float> first = Root(signal + background) - kelvin;
                Vector128<float> second = Root((signal / (level1 + (slope1 * first))) + background) - kelvin;
                Vector128<float> below = Vector128.LessThan(second, Vector128<float>.Zero);
                Vector128<float> in2 = Vector128.GreaterThanOrEqual(second, start2), in3 = Vector128.GreaterThanOrEqual(second, start3);
                Vector128<float> level = Vector128.ConditionalSelect(below, level0, Vector128.ConditionalSelect(in3, level3, Vector128.ConditionalSelect(in2, level2, level1)));
                Vector128<float> slope = Vector128.ConditionalSelect(below, slope0, Vector128.ConditionalSelect(in3, slope3, Vector128.ConditionalSelect(in2, slope2, slope1)));
                Vector128<float> result = Root((signal / (level + (slope * second))) + background) - kelvin;
                sensible &= Vector128.LessThan(Vector128.Abs(result), Vector128.Create(SensibleCelsius));

                ref ulong target = ref Unsafe.As<float, ulong>(ref Unsafe.Add(ref picture, pixel));
                Vector128<uint> bits = result.AsUInt32();
                Vector128<ulong> low = Vector128.ShiftLeft(Vector128.WidenLower(bits), odd * 32), high = Vector128.ShiftLeft(Vector128.WidenUpper(bits), odd * 32);
                ((Vector128.LoadUnsafe(ref target) & keep) | low).StoreUnsafe(ref target);
                ((Vector128.LoadUnsafe(ref target, 2) & keep) | high).StoreUnsafe(ref target, 2);
            }
        }

        return sensible.AsUInt32() == Vector128<uint>.AllBitsSet;
    }

    internal static bool ConvertScalar(in SubPageFactors f, Mlx90640Parameters p, bool chess, int subPage, ReadOnlySpan<ushort> raw, Span<float> celsius)
    {
        bool sensible = true;
        for (int half = 0; half < Rows; half++)
        {
            (int row, int odd) = HalfRowOf(chess, subPage, half);
            float supply = f.Supply[(2 * (row & 1)) + odd];
            int table = Mlx90640Parameters.TableIndex(row, odd);
            for (int k = 0; k < Mlx90640Parameters.HalfRow; k++)
            {
                int pixel = (row * Columns) + (2 * k) + odd;
                float correction = PatternCorrection(f, row, odd, k) - f.Compensation;
                float offset = p.Offset[table + k] * (1 + (p.Kta[table + k] * f.Warmer)) * supply;
                float signal = (((short)raw[pixel] * f.Gain) - offset + correction) * f.PerCount * p.PerSensitivity[table + k];

                float first = Root(signal + f.Background4) - Kelvin;
                float second = Root((signal / (f.Level[1] + (f.Slope[1] * first))) + f.Background4) - Kelvin;
                int range = second < 0 ? 0 : second >= f.Start3 ? 3 : second >= f.Start2 ? 2 : 1;
                float result = Root((signal / (f.Level[range] + (f.Slope[range] * second))) + f.Background4) - Kelvin;
                sensible &= IsSensible(result);
                celsius[pixel] = result;
            }
        }

        return sensible;
    }

    /// <summary>In chess pattern a sub-page has a half of every row; interleaved it has every other row, both halves.</summary>
    internal static (int Row, int Odd) HalfRowOf(bool chess, int subPage, int half) =>
        chess ? (half, (half + subPage) & 1) : ((half & ~1) + subPage, half & 1);

    /// <summary>Counts to add for reading in another pattern than that of calibration.</summary>
    private static Vector128<float> Correction(in SubPageFactors f, int row, int odd)
    {
        float sign = (row & 1) == 0 ? 1 : -1;
        Vector128<float> rows = Vector128.Create(-sign * f.RowCorrection);
        return odd == 0 ? rows : rows + (Vector128.Create(1f, -1f, 1f, -1f) * (sign * f.ColumnCorrection));
    }

    /// <summary>The same for one pixel of the half row.</summary>
    internal static float PatternCorrection(in SubPageFactors f, int row, int odd, int k)
    {
        float sign = (row & 1) == 0 ? 1 : -1;
        float rows = -sign * f.RowCorrection;
        return odd == 0 ? rows : rows + (((k & 1) == 0 ? 1 : -1) * (sign * f.ColumnCorrection));
    }

    private static Vector128<float> Root(Vector128<float> value) => Vector128.Sqrt(Vector128.Sqrt(value));

    private static float Root(float value) => MathF.Sqrt(MathF.Sqrt(value));
}

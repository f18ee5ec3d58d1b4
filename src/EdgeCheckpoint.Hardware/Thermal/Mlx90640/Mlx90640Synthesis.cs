using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Hardware.Thermal.Mlx90640;

/// <summary>The conversion backwards: the RAM words a chip would hold if its pixels saw given temperatures. For simulators.</summary>
public static class Mlx90640Synthesis
{
    private const double Kelvin = 273.15;
    private const int Ptat = 1685;

    /// <summary>Fills the auxiliary words and those pixel words that belong to the sub-page.</summary>
    /// <param name="celsius">768 object temperatures, °C, row-major.</param>
    /// <param name="chipCelsius">Temperature of the chip itself, °C.</param>
    /// <param name="supplyVolts">Supply of the chip, V.</param>
    /// <param name="ram">832 words from 0x0400; words are rounded, so a picture comes back within half a count.</param>
    public static void Fill(
        ReadOnlySpan<float> celsius,
        double chipCelsius,
        double supplyVolts,
        ushort control,
        int subPage,
        Mlx90640Parameters parameters,
        in ConversionConditions conditions,
        Span<ushort> ram)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (celsius.Length != Pixels || ram.Length != RamWords)
        {
            throw new ArgumentException($"Takes {Pixels} temperatures and {RamWords} words.");
        }

        Auxiliary(chipCelsius, supplyVolts, control, parameters, ram);
        SubPageReadings readings = Mlx90640Conversion.Read(ram, control, parameters);
        SubPageFactors factors = Mlx90640Conversion.Factors(ram, control, subPage, parameters, conditions, readings);
        bool chess = (control & ControlChessPattern) != 0;
        for (int half = 0; half < Rows; half++)
        {
            (int row, int odd) = Mlx90640Kernel.HalfRowOf(chess, subPage, half);
            for (int k = 0; k < Mlx90640Parameters.HalfRow; k++)
            {
                int pixel = (row * Columns) + (2 * k) + odd;
                int table = Mlx90640Parameters.TableIndex(row, odd) + k;
                double offset = parameters.Offset[table] * (1 + (parameters.Kta[table] * factors.Warmer)) * factors.Supply[(2 * (row & 1)) + odd];
                double perCount = factors.PerCount * parameters.PerSensitivity[table];
                double signal = perCount == 0 ? 0 : Signal(celsius[pixel], factors) / perCount;
                double counts = (signal - Mlx90640Kernel.PatternCorrection(factors, row, odd, k) + factors.Compensation + offset) / factors.Gain;
                ram[pixel] = Word(counts);
            }
        }
    }

    private static void Auxiliary(double chipCelsius, double supplyVolts, ushort control, Mlx90640Parameters p, Span<ushort> ram)
    {
        int resolution = (control & ControlResolutionMask) >> ControlResolutionShift;
        double resolutionFactor = (double)(1 << p.CalibrationResolution) / (1 << resolution);
        ram[Mlx90640Ram.Supply] = Word((((supplyVolts - 3.3) * p.VddPerVolt) + p.VddAt3V3) / resolutionFactor);
        ram[Mlx90640Ram.Gain] = Word(p.Gain);

        double art = (((chipCelsius - 25) * p.KtPtat) + p.PtatAt25) * (1 + (p.KvPtat * (supplyVolts - 3.3)));
        ram[Mlx90640Ram.AmbientPtat] = Ptat;
        ram[Mlx90640Ram.AmbientArt] = Word((Ptat * (double)(1 << 18) / art) - (Ptat * p.AlphaPtat));

        double drift = (1 + (p.CompensationKta * (chipCelsius - 25))) * (1 + (p.CompensationKv * (supplyVolts - 3.3)));
        ram[Mlx90640Ram.CompensationPixel0] = Word(p.CompensationOffset[0] * drift);
        ram[Mlx90640Ram.CompensationPixel1] = Word(p.CompensationOffset[1] * drift);
    }

    /// <summary>What the kernel's chain of estimates turns into the wanted temperature, K^4; found by correcting the miss.</summary>
    private static double Signal(double celsius, in SubPageFactors f)
    {
        double wanted = Fourth(celsius + Kelvin);
        double signal = (wanted - f.Background4) * (f.Level[1] + (f.Slope[1] * celsius));
        for (int i = 0; i < 8; i++)
        {
            double first = Root(signal + f.Background4) - Kelvin;
            double second = Root((signal / (f.Level[1] + (f.Slope[1] * first))) + f.Background4) - Kelvin;
            int range = second < 0 ? 0 : second >= f.Start3 ? 3 : second >= f.Start2 ? 2 : 1;
            double sensitivity = f.Level[range] + (f.Slope[range] * second);
            signal += (wanted - (signal / sensitivity) - f.Background4) * sensitivity;
        }

        return signal;
    }

    private static ushort Word(double counts) => (ushort)(short)Math.Clamp(Math.Round(counts), short.MinValue, short.MaxValue - 1);

    private static double Fourth(double kelvin) => kelvin * kelvin * kelvin * kelvin;

    private static double Root(double fourth) => Math.Sqrt(Math.Sqrt(Math.Max(fourth, 0)));
}

using EdgeCheckpoint.Core.Ports;
using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Hardware.Thermal.Mlx90640;

/// <summary>What the scene is assumed to be.</summary>
/// <param name="Emissivity">Of the object, 0.1 to 1; skin has 0.98.</param>
/// <param name="ReflectedCelsius">Temperature of what the object reflects, °C; null takes the chip's own less 8 °C, which holds in open air.</param>
public readonly record struct ConversionConditions(double Emissivity, double? ReflectedCelsius = null)
{
    /// <summary>How much warmer the chip is than the air around it, °C.</summary>
    public const double SelfHeatingCelsius = 8;

    internal bool Sensible => Emissivity is >= 0.1 and <= 1 && ReflectedCelsius is null or (> -100 and < 400);
}

/// <summary>What a sub-page says beside its pixels.</summary>
/// <param name="SupplyVolts">Supply of the chip, V.</param>
/// <param name="AmbientCelsius">Temperature of the chip itself, °C.</param>
/// <param name="RepairedPixels">Pixels that had no sensible temperature and got their neighbours'.</param>
public readonly record struct SubPageReadings(double SupplyVolts, double AmbientCelsius, int RepairedPixels = 0);

/// <summary>Turns RAM words into temperatures. Allocates nothing.</summary>
/// <remarks>MLX90640 datasheet, chapter "Calculating To". Scalars are computed in double, pixels in single precision.</remarks>
public static class Mlx90640Conversion
{
    private const double Kelvin = 273.15;

    /// <summary>Converts the half picture that belongs to one sub-page; leaves the other half as it was.</summary>
    /// <param name="ram">832 words from 0x0400.</param>
    /// <param name="control">Control register at the time of measurement: resolution and pattern.</param>
    /// <param name="subPage">0 or 1.</param>
    /// <param name="celsius">768 temperatures, °C, row-major. Undefined after a fault. Deviating pixels hold no meaning; see <see cref="DeviatingPixels"/>.</param>
    /// <returns><see cref="SensorFault.None"/>; or <see cref="SensorFault.BadFrame"/> when a line or an auxiliary word is marked bad, supply or chip temperature are beyond what the chip survives, or more pixels than a chip may have broken give no temperature.</returns>
    public static SensorFault TryConvert(
        ReadOnlySpan<ushort> ram,
        ushort control,
        int subPage,
        Mlx90640Parameters parameters,
        in ConversionConditions conditions,
        Span<float> celsius,
        out SubPageReadings readings)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)subPage, 1u, nameof(subPage));
        if (ram.Length != RamWords || celsius.Length != Pixels || !conditions.Sensible)
        {
            throw new ArgumentException($"Takes {RamWords} words, {Pixels} temperatures, emissivity 0.1 to 1 and a reflected temperature of -100 to 400 °C.");
        }

        readings = Read(ram, control, parameters);
        if (Mlx90640Ram.HasBadLine(ram, subPage) || Mlx90640Ram.HasBadAuxiliary(ram) || !Survivable(readings) || (short)ram[Mlx90640Ram.Gain] == 0)
        {
            return SensorFault.BadFrame;
        }

        SubPageFactors factors = Factors(ram, control, subPage, parameters, conditions, readings);
        bool chess = (control & ControlChessPattern) != 0;
        if (!Mlx90640Kernel.Convert(factors, parameters, chess, subPage, ram[..Pixels], celsius))
        {
            if (!SenselessPixels.TryRepair(celsius, chess, subPage, out int repaired))
            {
                return SensorFault.BadFrame;
            }

            readings = readings with { RepairedPixels = repaired };
        }

        return SensorFault.None;
    }

    /// <summary>Supply and chip temperature of a sub-page.</summary>
    internal static SubPageReadings Read(ReadOnlySpan<ushort> ram, ushort control, Mlx90640Parameters p)
    {
        int resolution = (control & ControlResolutionMask) >> ControlResolutionShift;
        double resolutionFactor = (double)(1 << p.CalibrationResolution) / (1 << resolution);
        double volts = (((resolutionFactor * (short)ram[Mlx90640Ram.Supply]) - p.VddAt3V3) / p.VddPerVolt) + 3.3;

        double ptat = (short)ram[Mlx90640Ram.AmbientPtat];
        double art = ptat / ((ptat * p.AlphaPtat) + (short)ram[Mlx90640Ram.AmbientArt]) * (1 << 18);
        double ambient = (((art / (1 + (p.KvPtat * (volts - 3.3)))) - p.PtatAt25) / p.KtPtat) + 25;
        return new SubPageReadings(volts, ambient);
    }

    /// <summary>Everything about a sub-page that is the same for all its pixels.</summary>
    internal static SubPageFactors Factors(
        ReadOnlySpan<ushort> ram,
        ushort control,
        int subPage,
        Mlx90640Parameters p,
        in ConversionConditions conditions,
        in SubPageReadings readings)
    {
        double warmer = readings.AmbientCelsius - 25;
        double overVolts = readings.SupplyVolts - 3.3;
        double gain = p.Gain / (short)ram[Mlx90640Ram.Gain];
        bool otherPattern = ((control & ControlChessPattern) != 0) != p.CalibratedInChessPattern;

        double offset = p.CompensationOffset[subPage] + (otherPattern && subPage == 1 ? p.PatternCorrection[0] : 0);
        double raw = (short)ram[subPage == 0 ? Mlx90640Ram.CompensationPixel0 : Mlx90640Ram.CompensationPixel1];
        double compensation = (raw * gain) - (offset * (1 + (p.CompensationKta * warmer)) * (1 + (p.CompensationKv * overVolts)));

        double ambient4 = Fourth(readings.AmbientCelsius + Kelvin);
        double reflected4 = Fourth((conditions.ReflectedCelsius ?? readings.AmbientCelsius - ConversionConditions.SelfHeatingCelsius) + Kelvin);
        double background4 = reflected4 - ((reflected4 - ambient4) / conditions.Emissivity);

        var factors = new SubPageFactors
        {
            Gain = (float)gain,
            Warmer = (float)warmer,
            Compensation = (float)(p.Tgc * compensation),
            PerCount = (float)(1 / (conditions.Emissivity * (1 + (p.KsTa * warmer)))),
            Background4 = (float)background4,
            RowCorrection = otherPattern ? (float)p.PatternCorrection[2] : 0,
            ColumnCorrection = otherPattern ? (float)p.PatternCorrection[1] : 0,
            Start2 = (float)p.RangeStart[2],
            Start3 = (float)p.RangeStart[3],
        };
        for (int i = 0; i < 4; i++)
        {
            factors.Level[i] = (float)(p.RangeFactor[i] * (1 - (p.KsTo[i] * p.RangeStart[i])));
            factors.Slope[i] = (float)(p.RangeFactor[i] * p.KsTo[i]);
            factors.Supply[i] = (float)(1 + (p.Kv[i] * overVolts));
        }

        return factors;
    }

    /// <summary>Absolute limits of the datasheet, widened: outside them a word was damaged.</summary>
    private static bool Survivable(in SubPageReadings readings) =>
        readings.SupplyVolts is > 2 and < 5 && readings.AmbientCelsius is > -60 and < 130;

    private static double Fourth(double kelvin) => kelvin * kelvin * kelvin * kelvin;
}

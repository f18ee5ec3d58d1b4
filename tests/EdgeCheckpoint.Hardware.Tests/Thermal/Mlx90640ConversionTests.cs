using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>Recorded words give the temperatures the maker gives.</summary>
public sealed class Mlx90640ConversionTests
{
    [NeedsTheory(data: "mlx90640")]
    [InlineData(RecordedChip.Example, "expected_to.csv", 1.0)]
    [InlineData(RecordedChip.Example, "clib_to_e1.00.csv", 1.0)]
    [InlineData(RecordedChip.Example, "clib_to_e0.98.csv", 0.98)]
    [InlineData(RecordedChip.Capture, "clib_to_e1.00.csv", 1.0)]
    [InlineData(RecordedChip.Capture, "clib_to_e0.98.csv", 0.98)]
    public void Every_pixel_is_within_a_thousandth_of_a_degree(string folder, string expected, double emissivity)
    {
        var chip = new RecordedChip(folder);
        float[] celsius = Picture(chip, emissivity, out _);
        double[] wanted = chip.Celsius(expected);
        Assert.Equal(768, wanted.Length);
        Assert.All(wanted.Zip(celsius), static pair => Assert.InRange(pair.Second - pair.First, -0.001, 0.001));
    }

    [NeedsFact(data: "mlx90640")]
    public void Supply_and_chip_temperature_are_those_of_the_maker()
    {
        Picture(new RecordedChip(RecordedChip.Example), 1, out SubPageReadings[] example);
        Picture(new RecordedChip(RecordedChip.Capture), 1, out SubPageReadings[] capture);
        Assert.Equal([3.30437, 3.29250, 3.31667], [.. example.Append(capture[0]).Select(static r => r.SupplyVolts)], new Near(0.00001));
        Assert.Equal([33.88238, 33.98956, 25.74953], [.. example.Append(capture[0]).Select(static r => r.AmbientCelsius)], new Near(0.0001));
    }

    [NeedsTheory(data: "mlx90640")]
    [InlineData(0)]
    [InlineData(1)]
    public void A_marked_line_of_its_own_sub_page_spoils_a_frame(int subPage)
    {
        var chip = new RecordedChip(RecordedChip.Example);
        ushort[] ram = chip.Frames.First(f => f[^1] == subPage)[..Mlx90640Registers.RamWords];
        ram[(6 + subPage) * Mlx90640Registers.Columns] = Mlx90640Registers.BadLineMark;
        Assert.Equal(SensorFault.BadFrame, Convert(chip, ram, subPage));
        Assert.Equal(SensorFault.None, Convert(chip, chip.Frames.First(f => f[^1] == subPage)[..Mlx90640Registers.RamWords], subPage));
    }

    private static SensorFault Convert(RecordedChip chip, ushort[] ram, int subPage)
    {
        var parameters = new Mlx90640Parameters();
        Assert.Equal(SensorFault.None, Mlx90640Eeprom.TryExtract(chip.Eeprom, parameters));
        return Mlx90640Conversion.TryConvert(ram, chip.Control, subPage, parameters, new ConversionConditions(1), new float[768], out _);
    }

    private static float[] Picture(RecordedChip chip, double emissivity, out SubPageReadings[] readings)
    {
        var parameters = new Mlx90640Parameters();
        Assert.Equal(SensorFault.None, Mlx90640Eeprom.TryExtract(chip.Eeprom, parameters));
        float[] celsius = new float[768];
        readings = new SubPageReadings[2];
        for (int i = 0; i < 2; i++)
        {
            ushort[] frame = chip.Frames[i];
            Assert.Equal(SensorFault.None, Mlx90640Conversion.TryConvert(frame.AsSpan(0, Mlx90640Registers.RamWords), frame[^2], frame[^1], parameters, new ConversionConditions(emissivity), celsius, out readings[i]));
        }

        return celsius;
    }

    private sealed class Near(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double value) => 0;
    }
}

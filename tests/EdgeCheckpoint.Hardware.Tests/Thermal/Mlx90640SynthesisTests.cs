using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Simulation.Thermal;
using EdgeCheckpoint.Testing;
using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>Words made from temperatures give those temperatures back, whatever the chip, the pattern and the range.</summary>
public sealed class Mlx90640SynthesisTests
{
    [Theory]
    [InlineData(0x1901, 0.98)]
    [InlineData(0x0901, 0.98)]
    [InlineData(0x1D01, 1.0)]
    [InlineData(0x0101, 0.6)]
    public void Temperatures_come_back_within_half_a_count(int control, double emissivity)
    {
        float[] wanted = [.. Enumerable.Range(0, Pixels).Select(static i => -35f + (i * 0.4f))];
        for (int chip = 1; chip <= 20; chip++)
        {
            RoundTrip(SyntheticEeprom.Build(chip), wanted, (ushort)control, new ConversionConditions(emissivity));
        }
    }

    [NeedsFact(data: "mlx90640")]
    public void A_recorded_picture_comes_back_from_its_own_chip()
    {
        var chip = new RecordedChip(RecordedChip.Example);
        float[] wanted = [.. chip.Celsius("clib_to_e0.98.csv").Select(static c => (float)c)];
        RoundTrip(chip.Eeprom, wanted, chip.Control, new ConversionConditions(0.98));
    }

    [Fact]
    public void Reading_in_the_other_pattern_is_corrected()
    {
        const ushort Interleaved = ControlAtPowerUp & ~ControlChessPattern;
        float[] flat = new float[Pixels];
        Array.Fill(flat, 30);
        ushort[] eeprom = SyntheticEeprom.Build(3);
        ushort[] corrected = Mlx90640Words.Of(flat, eeprom, Interleaved, 0, new ConversionConditions(1));
        eeprom[53] = 0;
        ushort[] plain = Mlx90640Words.Of(flat, eeprom, Interleaved, 0, new ConversionConditions(1));

        // Word 53 asks for 3.5 counts that alternate over the odd columns, and none by row.
        double[] counts = [0, -3.5, 0, 3.5];
        for (int i = 0; i < Columns; i++)
        {
            Assert.InRange(corrected[i] - plain[i] - counts[i & 3], -0.5, 0.5);
        }
    }

    private static void RoundTrip(ushort[] eeprom, float[] wanted, ushort control, ConversionConditions conditions)
    {
        var parameters = new Mlx90640Parameters();
        Assert.Equal(SensorFault.None, Mlx90640Eeprom.TryExtract(eeprom, parameters));
        float[] celsius = new float[Pixels];
        var factors = default(SubPageFactors);
        for (int subPage = 0; subPage < 2; subPage++)
        {
            ushort[] ram = Mlx90640Words.Of(wanted, eeprom, control, subPage, conditions);
            Assert.Equal(SensorFault.None, Mlx90640Conversion.TryConvert(ram, control, subPage, parameters, conditions, celsius, out SubPageReadings readings));
            Assert.InRange(readings.AmbientCelsius, 29.9, 30.1);
            factors = Mlx90640Conversion.Factors(ram, control, subPage, parameters, conditions, readings);
        }

        for (int i = 0; i < Pixels; i++)
        {
            // A count in K: K^4 a count by the slope of the fourth power; a fifth more, as sensitivity changes with the object's temperature.
            double kelvin = wanted[i] + 273.15;
            int range = wanted[i] < 0 ? 0 : wanted[i] >= factors.Start3 ? 3 : wanted[i] >= factors.Start2 ? 2 : 1;
            double count = factors.PerCount * parameters.PerSensitivity[Mlx90640Parameters.TableIndex(i / Columns, i % Columns)]
                / (4 * kelvin * kelvin * kelvin) / (factors.Level[range] + (factors.Slope[range] * wanted[i]));
            Assert.True(Math.Abs(celsius[i] - wanted[i]) <= 0.6 * count, $"pixel {i}: {celsius[i]} for {wanted[i]}, a count is {count}");
        }
    }
}

using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Simulation.Thermal;
using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>What becomes of words that are damaged in part.</summary>
public sealed class Mlx90640DamagedWordsTests
{
    private const ushort Interleaved = ControlAtPowerUp & ~ControlChessPattern;

    /// <summary>Far below what anything can send: such a pixel has no temperature.</summary>
    private const ushort Senseless = 0x8000;

    private readonly ushort[] _eeprom = SyntheticEeprom.Build(7);
    private readonly Mlx90640Parameters _parameters = new();

    public Mlx90640DamagedWordsTests() => Assert.Equal(SensorFault.None, Mlx90640Eeprom.TryExtract(_eeprom, _parameters));

    [Theory]
    [InlineData(Pixels)]
    [InlineData(Pixels + 8)]
    [InlineData(Pixels + 10)]
    [InlineData(Pixels + 32)]
    [InlineData(Pixels + 40)]
    [InlineData(Pixels + 42)]
    public void A_word_beside_the_pixels_that_is_marked_bad_spoils_the_frame(int word)
    {
        ushort[] ram = Mlx90640Words.OfPerson(_eeprom, ControlAtPowerUp, subPage: 0);
        ram[word] = BadLineMark;
        Assert.Equal(SensorFault.BadFrame, Convert(ram, ControlAtPowerUp, out _, out _));
    }

    [Theory]
    [InlineData(ControlAtPowerUp, new[] { 101 })]
    [InlineData(ControlAtPowerUp, new[] { 101, 103, 367, 765 })]
    [InlineData(Interleaved, new[] { 70 })]
    [InlineData(Interleaved, new[] { 65, 70, 386, 735 })]
    public void As_many_broken_pixels_as_a_chip_may_have_get_their_neighbours_temperature(int control, int[] broken)
    {
        ushort[] ram = Mlx90640Words.OfPerson(_eeprom, (ushort)control, subPage: 0);
        Assert.Equal(SensorFault.None, Convert(ram, (ushort)control, out float[] whole, out _));
        foreach (int pixel in broken)
        {
            ram[pixel] = Senseless;
        }

        Assert.Equal(SensorFault.None, Convert(ram, (ushort)control, out float[] repaired, out SubPageReadings readings));
        Assert.Equal(broken.Length, readings.RepairedPixels);
        for (int i = 0; i < Pixels; i++)
        {
            Assert.InRange(repaired[i] - whole[i], broken.Contains(i) ? -3 : 0, broken.Contains(i) ? 3 : 0);
        }
    }

    [Fact]
    public void One_more_broken_pixel_spoils_the_frame()
    {
        ushort[] ram = Mlx90640Words.OfPerson(_eeprom, ControlAtPowerUp, subPage: 0);
        foreach (int pixel in (int[])[101, 200, 303, 404, 507])
        {
            ram[pixel] = Senseless;
        }

        Assert.Equal(SensorFault.BadFrame, Convert(ram, ControlAtPowerUp, out _, out _));
    }

    [Fact]
    public void A_broken_pixel_among_broken_ones_spoils_the_frame()
    {
        // In the corner of the chess pattern the only neighbour is the next on the diagonal.
        ushort[] ram = Mlx90640Words.OfPerson(_eeprom, ControlAtPowerUp, subPage: 0);
        ram[0] = ram[Columns + 1] = Senseless;
        Assert.Equal(SensorFault.BadFrame, Convert(ram, ControlAtPowerUp, out _, out _));
    }

    [Fact]
    public void The_mean_of_neighbours_leaves_out_what_was_not_measured()
    {
        float[] celsius = new float[9];
        Array.Fill(celsius, 30);
        (celsius[0], celsius[8]) = (float.NaN, float.PositiveInfinity);
        DeviatingPixels.Repair(celsius, [4], 3);
        Assert.Equal(30, celsius[4]);
    }

    private SensorFault Convert(ushort[] ram, ushort control, out float[] celsius, out SubPageReadings readings) =>
        Mlx90640Conversion.TryConvert(ram, control, 0, _parameters, new ConversionConditions(0.98), celsius = new float[Pixels], out readings);
}

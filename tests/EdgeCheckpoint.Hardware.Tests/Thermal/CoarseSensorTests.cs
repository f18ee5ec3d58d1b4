using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Hardware.Thermal.Amg8833;
using EdgeCheckpoint.Hardware.Thermal.Mlx90614;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>What the words of the small sensors mean.</summary>
public sealed class CoarseSensorTests
{
    private readonly WaitDrivenTime _time = new();
    private readonly ThermalScene _scene = new();

    [Theory]
    [InlineData(0x0FF, 63.75f)]
    [InlineData(0xFFF, -0.25f)]
    [InlineData(0x064, 25f)]
    public void Grid_eye_pixels_are_quarters_of_a_degree(int word, float celsius)
    {
        byte[] registers = new byte[Amg8833Frame.Bytes];
        (registers[0], registers[1]) = ((byte)word, (byte)(word >> 8));
        float[] pixels = new float[64];
        Amg8833Frame.Decode(registers, pixels);
        Assert.Equal(celsius, pixels[0]);
        Assert.Equal(-1f, Amg8833Frame.Thermistor(0x810));
    }

    [Fact]
    public void A_grid_eye_that_says_nothing_but_zero_is_no_picture()
    {
        float[] celsius = new float[64];
        Assert.False(Amg8833Frame.IsSensible(celsius));
        celsius[7] = 21;
        Assert.True(Amg8833Frame.IsSensible(celsius));
        celsius[9] = 300;
        Assert.False(Amg8833Frame.IsSensible(celsius));
    }

    [Fact]
    public void A_word_with_a_wrong_code_is_no_reading()
    {
        using var sensor = new Mlx90614Sensor(new SimulatedMlx90614(_scene, _time) { Damaged = true }, _time);
        Assert.Equal(SensorFault.BadFrame, sensor.Read(new ThermalFrame(1, 1), CancellationToken.None));
        Assert.True(sensor.Counters.Torn > 0);
    }

    [Fact]
    public void A_spot_is_as_warm_as_the_face_that_fills_it()
    {
        _scene.SetPeople(new ScenePerson(36.6, 0.3));
        using var sensor = new Mlx90614Sensor(new SimulatedMlx90614(_scene, _time), _time);
        var frame = new ThermalFrame(1, 1);
        Assert.Equal(SensorFault.None, sensor.Read(frame, CancellationToken.None));
        Assert.InRange(frame.Celsius[0], 33f, 37f);
        Assert.InRange(frame.SensorCelsius, 21.9f, 22.1f);
    }

    [Fact]
    public void The_packet_error_code_is_that_of_the_smbus() => Assert.Equal(0xF4, SmbusPec.Of("123456789"u8));
}

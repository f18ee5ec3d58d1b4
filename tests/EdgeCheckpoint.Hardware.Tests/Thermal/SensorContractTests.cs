using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Hardware.I2c;
using EdgeCheckpoint.Hardware.Thermal.Amg8833;
using EdgeCheckpoint.Hardware.Thermal.Mlx90614;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>What every thermal sensor promises, whichever chip or simulator is behind it.</summary>
public sealed class SensorContractTests
{
    private readonly WaitDrivenTime _time = new();

    public static TheoryData<string> Sensors => ["mlx90640 simulated", "mlx90640 recorded", "mlx90614", "amg8833"];

    [Theory]
    [MemberData(nameof(Sensors))]
    public void Pictures_are_finite_counted_and_later_and_later(string name)
    {
        using IThermalSensor sensor = Make(name, out _);
        var frame = new ThermalFrame(sensor.Width, sensor.Height);
        long sequence = 0;
        TimeSpan at = TimeSpan.FromTicks(-1);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(SensorFault.None, sensor.Read(frame, CancellationToken.None));
            Assert.All(frame.Celsius, static c => Assert.InRange(c, -40, 300));
            Assert.True(frame.Sequence > sequence && frame.At.SinceStart > at);
            (sequence, at) = (frame.Sequence, frame.At.SinceStart);
        }
    }

    [Theory]
    [MemberData(nameof(Sensors))]
    public void A_transfer_that_fails_once_is_borne(string name)
    {
        using IThermalSensor sensor = Make(name, out FaultyI2c bus);
        var frame = new ThermalFrame(sensor.Width, sensor.Height);
        bus.FailNext(1, BusFault.Timeout);
        Assert.Equal(SensorFault.None, sensor.Read(frame, CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Sensors))]
    public void A_chip_that_is_gone_is_absent_and_comes_back_by_itself(string name)
    {
        using IThermalSensor sensor = Make(name, out FaultyI2c bus);
        var frame = new ThermalFrame(sensor.Width, sensor.Height);
        Assert.Equal(SensorFault.None, sensor.Read(frame, CancellationToken.None));
        bus.FailNext(int.MaxValue, BusFault.AddressNack);
        Assert.Equal(SensorFault.Absent, sensor.Read(frame, CancellationToken.None));
        bus.Heal();
        Assert.Contains(SensorFault.None, Enumerable.Range(0, 4).Select(_ => sensor.Read(frame, CancellationToken.None)));
    }

    [Theory]
    [MemberData(nameof(Sensors))]
    public void A_picture_of_another_size_is_refused(string name)
    {
        using IThermalSensor sensor = Make(name, out _);
        Assert.Throws<ArgumentException>(() => sensor.Read(new ThermalFrame(5, 7), CancellationToken.None));
    }

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
    public void A_word_with_a_wrong_code_is_no_reading()
    {
        var chip = new SpotChip(36.6) { Damaged = true };
        using var sensor = new Mlx90614Sensor(chip, _time);
        Assert.Equal(SensorFault.BadFrame, sensor.Read(new ThermalFrame(1, 1), CancellationToken.None));
    }

    [Fact]
    public void A_spot_reads_fiftieths_of_a_kelvin()
    {
        using var sensor = new Mlx90614Sensor(new SpotChip(36.6), _time);
        var frame = new ThermalFrame(1, 1);
        Assert.Equal(SensorFault.None, sensor.Read(frame, CancellationToken.None));
        Assert.InRange(frame.Celsius[0], 36.58f, 36.62f);
    }

    [Fact]
    public void The_packet_error_code_is_that_of_the_smbus() => Assert.Equal(0xF4, SmbusPec.Of("123456789"u8));

    private IThermalSensor Make(string name, out FaultyI2c bus)
    {
        var scene = new ThermalScene();
        scene.SetPeople(new ScenePerson(36.5, 0.6));
        var chip = new ByteRegisters();
        for (int i = 0; i < 64; i++)
        {
            chip.Memory[0x80 + (2 * i)] = 0x58;
        }

        bus = new FaultyI2c(name switch
        {
            "mlx90640 simulated" => new SimulatedMlx90640(scene, _time, new SimulatedMlx90640Options()),
            "mlx90640 recorded" => new RecordedMlx90640([.. Mlx90640Rig.Eeprom], Mlx90640Rig.SubPages(Mlx90640Rig.Eeprom), _time),
            "mlx90614" => new SpotChip(36.6),
            _ => chip,
        });
        return name switch
        {
            "mlx90614" => new Mlx90614Sensor(bus, _time),
            "amg8833" => new Amg8833Sensor(bus, _time),
            _ => new Mlx90640Sensor(bus, _time, new Mlx90640Options { Refresh = Mlx90640Rig.Refresh, WarmUp = TimeSpan.Zero }),
        };
    }

    /// <summary>Words with their code; SMBus words are not laid out in byte registers.</summary>
    private sealed class SpotChip(double celsius) : II2cDevice
    {
        public bool Damaged { get; init; }

        public BusFault Transfer(ReadOnlySpan<byte> write, Span<byte> read)
        {
            int word = (int)Math.Round((celsius + 273.15) / 0.02);
            (read[0], read[1]) = ((byte)word, (byte)(word >> 8));
            read[2] = (byte)(SmbusPec.Of([Mlx90614Sensor.BusAddress << 1, write[0], (Mlx90614Sensor.BusAddress << 1) | 1, read[0], read[1]]) ^ (Damaged ? 1 : 0));
            return BusFault.None;
        }

        public void Dispose()
        {
        }
    }
}

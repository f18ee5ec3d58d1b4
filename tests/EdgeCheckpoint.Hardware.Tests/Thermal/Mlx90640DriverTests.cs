using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.I2c;
using EdgeCheckpoint.Hardware.Tests.I2c;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>The driver against a chip and its ways to fail. Runs in memory, and once more over the kernel's interface.</summary>
[Collection(EmulatedBus.Collection)]
public sealed class Mlx90640DriverTests : IDisposable
{
    private readonly IMlx90640Rig _rig = Mlx90640Rig.Create();
    private readonly ThermalFrame _frame = new(32, 24);
    private Mlx90640Sensor _sensor;

    public Mlx90640DriverTests() => _sensor = Sensor(TimeSpan.Zero);

    public void Dispose()
    {
        _sensor.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public void The_picture_is_that_of_the_words()
    {
        Assert.Equal(SensorFault.None, Read());
        Assert.Equal(Expected(), _frame.Celsius);
        Assert.InRange(_frame.SensorCelsius, 29.9, 30.1);
        Assert.InRange(_frame.SupplyVolts, 3.29, 3.31);
    }

    [Fact]
    public void A_broken_pixel_is_the_mean_of_its_neighbours()
    {
        Assert.Equal(SensorFault.None, Read());
        int[] neighbours = [267, 268, 269, 299, 301, 331, 332, 333];
        Assert.Equal(neighbours.Average(i => _frame.Celsius[i]), _frame.Celsius[300], 3);
    }

    [Fact]
    public void Pictures_are_counted_and_come_later_and_later()
    {
        long last = 0;
        TimeSpan lastAt = TimeSpan.Zero;
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(SensorFault.None, Read());
            Assert.True(_frame.Sequence > last && _frame.At.SinceStart > lastAt);
            (last, lastAt) = (_frame.Sequence, _frame.At.SinceStart);
        }

        Assert.Equal(6, _sensor.Counters.Pictures);
        Assert.Equal(1, _sensor.Counters.Starts);
    }

    [Theory]
    [InlineData(BusFault.AddressNack)]
    [InlineData(BusFault.DataNack)]
    [InlineData(BusFault.ArbitrationLost)]
    [InlineData(BusFault.Timeout)]
    [InlineData(BusFault.Other)]
    public void A_single_fault_is_borne_and_counted(BusFault fault)
    {
        Assert.Equal(SensorFault.None, Read());
        _rig.FailNext(1, fault);
        Assert.Equal(SensorFault.None, Read());
        Assert.Equal(1, _sensor.Counters.Of(fault));
    }

    [Theory]
    [InlineData(BusFault.ArbitrationLost)]
    [InlineData(BusFault.Timeout)]
    [InlineData(BusFault.Other)]
    public void A_bus_that_stays_broken_is_a_fault_then_out_of_service_then_well_again(BusFault fault)
    {
        Assert.Equal(SensorFault.None, Read());
        _rig.FailNext(int.MaxValue, fault);
        SensorFault[] seen = [.. Enumerable.Range(0, 6).Select(_ => Read())];
        Assert.Equal(Enumerable.Repeat(SensorFault.Bus, 3), seen[..3]);
        Assert.Equal(SensorFault.OutOfService, seen[^1]);

        _rig.FailNext(0, BusFault.None);
        Assert.Equal(SensorFault.None, ReadUntilWell());
        Assert.Equal(2, _sensor.Counters.Starts);
    }

    [Fact]
    public void A_sensor_that_is_unplugged_is_absent_and_comes_back_when_plugged_in()
    {
        Assert.Equal(SensorFault.None, Read());
        _rig.Plug(false);
        Assert.Equal(SensorFault.Absent, Read());
        _rig.Plug(true);
        Assert.Equal(SensorFault.None, ReadUntilWell());
        Assert.Equal(Expected(), _frame.Celsius);
    }

    [Fact]
    public void Settings_lost_in_a_brown_out_are_noticed_and_written_again()
    {
        Assert.Equal(SensorFault.None, Read());
        _rig.BrownOut();
        SensorFault[] seen = [.. Enumerable.Range(0, 3).Select(_ => Read())];
        Assert.DoesNotContain(SensorFault.OutOfService, seen);
        Assert.Equal(SensorFault.None, ReadUntilWell());
        Assert.Equal(2, _sensor.Counters.Starts);
    }

    [Fact]
    public void A_chip_that_measures_no_more_times_out()
    {
        Assert.Equal(SensorFault.None, Read());
        _rig.Freeze(true);
        // A sub-page may still have been waiting.
        Read();
        Assert.Equal(SensorFault.Timeout, Read());
        _rig.Freeze(false);
        Assert.Equal(SensorFault.None, ReadUntilWell());
    }

    [Fact]
    public void Calibration_words_without_sense_are_a_fault()
    {
        _rig.SetEeprom(48, 0);
        Assert.Equal(SensorFault.BadCalibration, Read());
    }

    [Fact]
    public void A_bus_slower_than_the_rate_gives_no_torn_picture()
    {
        Assert.Equal(SensorFault.None, Read());
        _rig.Slow(true);
        SensorFault[] seen = [.. Enumerable.Range(0, 2).Select(_ => Read())];
        Assert.All(seen, static fault => Assert.NotEqual(SensorFault.None, fault));
        Assert.True(_sensor.Counters.Torn > 0);
        _rig.Slow(false);
        Assert.Equal(SensorFault.None, ReadUntilWell());
        Assert.Equal(Expected(), _frame.Celsius);
    }

    [Fact]
    public void Pictures_are_withheld_while_the_chip_warms_up()
    {
        _sensor.Dispose();
        _sensor = Sensor(TimeSpan.FromMilliseconds(500));
        Assert.Equal(SensorFault.WarmingUp, Read());
        SensorFault last = SensorFault.WarmingUp;
        for (int i = 0; i < 40 && last == SensorFault.WarmingUp; i++)
        {
            last = Read();
        }

        Assert.Equal(SensorFault.None, last);
    }

    [Fact]
    public void Trouble_on_the_line_does_not_make_a_warm_chip_cold()
    {
        WarmUp();
        MonotonicInstant poweredAt = _frame.PoweredAt;
        _rig.FailNext(3, BusFault.ArbitrationLost);
        Assert.Equal(SensorFault.Bus, Read());
        Assert.Equal(SensorFault.None, Read());
        Assert.Equal(poweredAt, _frame.PoweredAt);
        Assert.Equal(2, _sensor.Counters.Starts);
    }

    [Fact]
    public void A_chip_that_lost_its_supply_warms_up_again()
    {
        WarmUp();
        MonotonicInstant poweredAt = _frame.PoweredAt;
        _rig.BrownOut();
        Assert.Equal(SensorFault.WarmingUp, ReadUntilPicture());
        Assert.True(_frame.PoweredAt > poweredAt);
    }

    [Fact]
    public void A_chip_that_lost_its_supply_warms_up_again_even_when_the_line_fails_while_it_is_set_up()
    {
        _sensor.Dispose();
        var line = new LineToStatus(_rig.Device);
        _sensor = new Mlx90640Sensor(line, _rig.Time, Options(TimeSpan.FromMilliseconds(500)), SensorRig.Bound);
        Assert.Equal(SensorFault.None, ReadUntilWell());
        _rig.BrownOut();
        line.Fails = true;
        Assert.All(Enumerable.Range(0, 6).Select(_ => Read()), static fault => Assert.NotEqual(SensorFault.None, fault));
        line.Fails = false;
        Assert.Equal(SensorFault.WarmingUp, ReadUntilPicture());
    }

    [Fact]
    public void A_reader_that_is_late_again_and_again_shows_no_half_from_long_ago()
    {
        var time = new WaitDrivenTime();
        using var sensor = new Mlx90640Sensor(new SimulatedMlx90640(new ThermalScene(), time, new SimulatedMlx90640Options()), time, Options(TimeSpan.Zero));
        Assert.Equal(SensorFault.None, sensor.Read(_frame, CancellationToken.None));
        float[] before = [.. _frame.Celsius];
        for (int i = 0; i < 10; i++)
        {
            // Who comes by every two sub-pages always meets the same half.
            time.Pass(2 * Options(TimeSpan.Zero).SubPagePeriod);
            Assert.Equal(SensorFault.None, sensor.Read(_frame, CancellationToken.None));
        }

        // A half that was not measured anew is alike in all of its 384 pixels; with their noise hardly one in seven is by chance.
        Assert.InRange(before.Zip(_frame.Celsius).Count(static p => p.First.Equals(p.Second)), 0, 200);
    }

    [Fact]
    public void A_cancelled_read_ends()
    {
        _rig.Freeze(true);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.NotEqual(SensorFault.None, _sensor.Read(_frame, cancelled.Token));
    }

    [Fact]
    public void A_picture_of_another_size_is_refused() =>
        Assert.Throws<ArgumentException>(() => _sensor.Read(new ThermalFrame(8, 8), CancellationToken.None));

    private static float[] Expected()
    {
        var parameters = new Mlx90640Parameters();
        Mlx90640Eeprom.TryExtract(Mlx90640Rig.Eeprom, parameters);
        float[] celsius = new float[768];
        ushort control = new Mlx90640Options { Refresh = Mlx90640Rig.Refresh }.Control;
        foreach (RecordedSubPage page in Mlx90640Rig.SubPages(Mlx90640Rig.Eeprom))
        {
            Mlx90640Conversion.TryConvert(page.Ram, control, page.SubPage, parameters, new ConversionConditions(0.98), celsius, out _);
        }

        DeviatingPixels.Repair(celsius, parameters.Deviating, 32);
        return celsius;
    }

    private static Mlx90640Options Options(TimeSpan warmUp) => new() { Refresh = Mlx90640Rig.Refresh, WarmUp = warmUp };

    private Mlx90640Sensor Sensor(TimeSpan warmUp) => new(_rig.Device, _rig.Time, Options(warmUp), SensorRig.Bound);

    private void WarmUp()
    {
        _sensor.Dispose();
        _sensor = Sensor(TimeSpan.FromMilliseconds(500));
        Assert.Equal(SensorFault.None, ReadUntilWell());
    }

    private SensorFault Read() => _sensor.Read(_frame, CancellationToken.None);

    private SensorFault ReadUntilWell() => ReadUntil(static fault => fault == SensorFault.None);

    private SensorFault ReadUntilPicture() => ReadUntil(static fault => fault is SensorFault.None or SensorFault.WarmingUp);

    private SensorFault ReadUntil(Predicate<SensorFault> enough)
    {
        SensorFault fault = Read();
        for (int i = 0; i < 20 && !enough(fault); i++)
        {
            fault = Read();
        }

        return fault;
    }

    /// <summary>A line on which writing to the status register can be made to fail.</summary>
    private sealed class LineToStatus(II2cDevice inner) : II2cDevice
    {
        public bool Fails { get; set; }

        public BusFault Transfer(ReadOnlySpan<byte> write, Span<byte> read) =>
            Fails && write.Length == 4 && write[0] == Mlx90640Registers.StatusAddress >> 8 && write[1] == (Mlx90640Registers.StatusAddress & 0xFF)
                ? BusFault.Timeout
                : inner.Transfer(write, read);

        public void Dispose() => inner.Dispose();
    }
}

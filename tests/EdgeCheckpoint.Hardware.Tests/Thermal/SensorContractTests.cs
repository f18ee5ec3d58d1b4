using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Tests.I2c;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>What every thermal sensor promises, whichever chip or simulator is behind it. Runs in memory, and once more over the kernel's interfaces.</summary>
[Collection(EmulatedBus.Collection)]
public sealed class SensorContractTests
{
    public static TheoryData<string> Sensors => [.. SensorRigs.Names];

    [Theory]
    [MemberData(nameof(Sensors))]
    public void Pictures_are_finite_counted_and_later_and_later(string name)
    {
        using SensorRig rig = SensorRigs.Create(name);
        ThermalFrame frame = FrameOf(rig);
        long sequence = 0;
        TimeSpan at = TimeSpan.FromTicks(-1);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(SensorFault.None, Read(rig, frame));
            Assert.All(frame.Celsius, static c => Assert.InRange(c, -40, 450));
            Assert.True(frame.Sequence > sequence && frame.At.SinceStart > at);
            (sequence, at) = (frame.Sequence, frame.At.SinceStart);
        }

        Assert.Equal((5, 1), (rig.Counters.Pictures, rig.Counters.Starts));
    }

    [Theory]
    [MemberData(nameof(Sensors))]
    public void A_transfer_that_fails_once_is_borne(string name)
    {
        using SensorRig rig = SensorRigs.Create(name);
        ThermalFrame frame = FrameOf(rig);
        Assert.Equal(SensorFault.None, Read(rig, frame));
        rig.FailOnce();
        Assert.Equal(SensorFault.None, Read(rig, frame));
        Assert.Equal(1, rig.Counters.Starts);
    }

    [Theory]
    [MemberData(nameof(Sensors))]
    public void What_stays_broken_is_a_fault_then_out_of_service_then_well_again_by_itself(string name)
    {
        using SensorRig rig = SensorRigs.Create(name);
        ThermalFrame frame = FrameOf(rig);
        Assert.Equal(SensorFault.None, Read(rig, frame));
        rig.Break(true);
        SensorFault[] seen = [.. Enumerable.Range(0, 7).Select(_ => Read(rig, frame))];
        Assert.Equal(Enumerable.Repeat(SensorFault.Bus, 4), seen[..4]);
        Assert.Equal(Enumerable.Repeat(SensorFault.OutOfService, 3), seen[4..]);

        rig.Break(false);
        Assert.Equal(SensorFault.None, ReadUntilWell(rig, frame));
        Assert.True(rig.Counters.Starts > 1);
    }

    [Theory]
    [MemberData(nameof(Sensors))]
    public void A_sensor_that_is_unplugged_is_absent_and_comes_back_when_plugged_in(string name)
    {
        using SensorRig rig = SensorRigs.Create(name);
        ThermalFrame frame = FrameOf(rig);
        Assert.Equal(SensorFault.None, Read(rig, frame));
        rig.Plug(false);
        Assert.Equal(SensorFault.Absent, Read(rig, frame));
        Assert.Equal(SensorFault.Absent, Read(rig, frame));
        rig.Plug(true);
        Assert.Equal(SensorFault.None, ReadUntilWell(rig, frame));
    }

    [Theory]
    [MemberData(nameof(Sensors))]
    public void Since_when_it_has_been_powered_changes_when_it_was_unplugged_and_not_by_trouble_on_the_line(string name)
    {
        using SensorRig rig = SensorRigs.Create(name);
        ThermalFrame frame = FrameOf(rig);
        Assert.Equal(SensorFault.None, Read(rig, frame));
        MonotonicInstant poweredAt = frame.PoweredAt;
        Assert.True(poweredAt <= frame.At);
        rig.Break(true);
        Assert.Equal(SensorFault.Bus, Read(rig, frame));
        rig.Break(false);
        Assert.Equal(SensorFault.None, ReadUntilWell(rig, frame));
        Assert.Equal(poweredAt, frame.PoweredAt);
        rig.Plug(false);
        Assert.Equal(SensorFault.Absent, Read(rig, frame));
        rig.Plug(true);
        Assert.Equal(SensorFault.None, ReadUntilWell(rig, frame));
        Assert.True(frame.PoweredAt > poweredAt && frame.PoweredAt <= frame.At);
    }

    [Theory]
    [MemberData(nameof(Sensors))]
    public void What_befell_it_is_counted_by_name(string name)
    {
        using SensorRig rig = SensorRigs.Create(name);
        ThermalFrame frame = FrameOf(rig);
        Assert.Empty(rig.Sensor.Counts);
        Assert.Equal(SensorFault.None, Read(rig, frame));
        rig.Plug(false);
        Assert.Equal(SensorFault.Absent, Read(rig, frame));
        Assert.Equal((1, 1, 1), (rig.Sensor.Counts["pictures"], rig.Sensor.Counts["starts"], rig.Sensor.Counts["read-absent"]));
    }

    [Theory]
    [MemberData(nameof(Sensors))]
    public void A_sensor_that_was_never_there_goes_out_of_service_and_comes_by_itself(string name)
    {
        using SensorRig rig = SensorRigs.Create(name);
        ThermalFrame frame = FrameOf(rig);
        rig.Plug(false);
        SensorFault[] seen = [.. Enumerable.Range(0, 6).Select(_ => Read(rig, frame))];
        Assert.Equal((SensorFault.Absent, SensorFault.OutOfService), (seen[0], seen[^1]));
        rig.Plug(true);
        Assert.Equal(SensorFault.None, ReadUntilWell(rig, frame));
    }

    [Theory]
    [MemberData(nameof(Sensors))]
    public void A_cancelled_read_ends_without_a_picture(string name)
    {
        using SensorRig rig = SensorRigs.Create(name);
        ThermalFrame frame = FrameOf(rig);
        Assert.Equal(SensorFault.None, Read(rig, frame));
        rig.Plug(false);
        Assert.NotEqual(SensorFault.None, rig.Sensor.Read(frame, new CancellationToken(canceled: true)));
    }

    [Theory]
    [MemberData(nameof(Sensors))]
    public void A_picture_of_another_size_is_refused(string name)
    {
        using SensorRig rig = SensorRigs.Create(name);
        Assert.Throws<ArgumentException>(() => Read(rig, new ThermalFrame(5, 7)));
    }

    [Theory]
    [MemberData(nameof(Sensors))]
    public void What_the_maker_states_is_known(string name)
    {
        using SensorRig rig = SensorRigs.Create(name);
        SensorTraits traits = rig.Sensor.Traits;
        Assert.True(traits is { FieldOfViewDegrees: > 0, PixelNoise: > 0, ScaleUncertainty: > 0 });
        Assert.NotEmpty(rig.Sensor.Model);
    }

    private static ThermalFrame FrameOf(SensorRig rig) => new(rig.Sensor.Width, rig.Sensor.Height);

    /// <summary>One read; where the machine's clock rules, a picture that is late is waited for.</summary>
    private static SensorFault Read(SensorRig rig, ThermalFrame frame)
    {
        SensorFault fault = rig.Sensor.Read(frame, CancellationToken.None);
        for (int late = 0; late < 40 && fault == SensorFault.Timeout && rig.OnMachineClock; late++)
        {
            fault = rig.Sensor.Read(frame, CancellationToken.None);
        }

        return fault;
    }

    private static SensorFault ReadUntilWell(SensorRig rig, ThermalFrame frame)
    {
        SensorFault fault = Read(rig, frame);
        for (int i = 0; i < 40 && fault != SensorFault.None; i++)
        {
            fault = Read(rig, frame);
        }

        return fault;
    }
}

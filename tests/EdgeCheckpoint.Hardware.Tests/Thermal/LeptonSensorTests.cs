using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Hardware.Thermal.Lepton;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>What is a picture of a Lepton, and what only looks like one.</summary>
public sealed class LeptonSensorTests : IDisposable
{
    private readonly WaitDrivenTime _time = new();
    private readonly ThermalFrame _frame = new(LeptonFrame.Width, LeptonFrame.Height);
    private readonly SimulatedLepton _camera;
    private readonly LeptonSensor _sensor;

    public LeptonSensorTests()
    {
        _camera = SimulatedLepton.Of(new ThermalScene(), _time);
        _sensor = new LeptonSensor(_camera, _time, new LeptonOptions());
    }

    public void Dispose() => _sensor.Dispose();

    [Theory]
    [InlineData(LeptonResolution.Hundredth, 30980, 36.65)]
    [InlineData(LeptonResolution.Tenth, 3098, 36.65)]
    public void Words_are_absolute_temperatures(LeptonResolution resolution, int word, double celsius)
    {
        float[] decoded = new float[2];
        Assert.True(LeptonFrame.TryDecode([(ushort)word, (ushort)(word - 5)], new LeptonOptions { Resolution = resolution }.KelvinPerCount, decoded));
        Assert.Equal(celsius, decoded[0], 0.01);
    }

    [Theory]
    [InlineData(0, 0, 0.01)]
    [InlineData(29500, 29500, 0.01)]
    [InlineData(0, 29500, 0.01)]
    [InlineData(8100, 8300, 0.01)]
    [InlineData(2950, 3090, 0.01)]
    [InlineData(29500, 30900, 0.1)]
    public void Zeros_one_value_counts_without_a_scale_and_the_other_gain_are_no_picture(int least, int most, float kelvinPerCount) =>
        Assert.False(LeptonFrame.TryDecode([(ushort)least, (ushort)most], kelvinPerCount, new float[2]));

    [Fact]
    public void Behind_the_shutter_there_is_no_reading_and_no_fault_and_then_a_fault()
    {
        Assert.Equal(SensorFault.None, Read());
        _camera.Shut(true);
        SensorFault[] seen = [.. Enumerable.Range(0, 20).Select(_ => Read())];
        Assert.Equal(SensorFault.Correcting, seen[0]);
        Assert.Contains(SensorFault.Timeout, seen);
        Assert.DoesNotContain(SensorFault.None, seen);
        _camera.Shut(false);
        Assert.Contains(SensorFault.None, Enumerable.Range(0, 20).Select(_ => Read()));
    }

    [Fact]
    public void A_camera_that_sends_nothing_times_out()
    {
        Assert.Equal(SensorFault.None, Read());
        _camera.Freeze(true);
        Assert.Equal(SensorFault.Timeout, Read());
    }

    [Fact]
    public void Pictures_nobody_took_are_counted()
    {
        Assert.Equal(SensorFault.None, Read());
        long before = _frame.Sequence;
        _time.Pass(TimeSpan.FromMilliseconds(5 * 114));
        Assert.Equal(SensorFault.None, Read());
        Assert.Equal(_frame.Sequence - before - 1, _sensor.Counters.Missed);
        Assert.True(_sensor.Counters.Missed >= 3);
    }

    [Fact]
    public void Damaged_pictures_are_borne_three_times()
    {
        Assert.Equal(SensorFault.None, Read());
        _camera.FailNext(int.MaxValue, VideoFault.Damaged);
        Assert.Equal(SensorFault.BadFrame, Read());
        Assert.Equal(3, _sensor.Counters.Torn);
    }

    private SensorFault Read() => _sensor.Read(_frame, CancellationToken.None);
}

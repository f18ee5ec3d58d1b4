using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.I2c;
using EdgeCheckpoint.Hardware.Thermal;
using EdgeCheckpoint.Hardware.Thermal.Lepton;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>A sensor that sees something, and the ways to trouble it that every kind of sensor knows.</summary>
internal abstract class SensorRig : IDisposable
{
    public static RecoveryOptions Bound { get; } = new() { FailuresBeforeOutOfService = 5, OutOfServicePause = TimeSpan.FromMilliseconds(200) };

    public abstract IThermalSensor Sensor { get; }

    public abstract SensorCounters Counters { get; }

    /// <summary>The next transfer, or picture, fails in a way that the next try may mend.</summary>
    public abstract void FailOnce();

    /// <summary>The line to the sensor fails until it is mended.</summary>
    public abstract void Break(bool broken);

    public abstract void Plug(bool plugged);

    /// <summary>Whether pictures come on the machine's own clock, so that one may be late when the machine stalls.</summary>
    public virtual bool OnMachineClock => false;

    public virtual void Dispose() => Sensor.Dispose();
}

/// <summary>A chip in memory behind a bus that fails.</summary>
internal sealed class BusRig : SensorRig
{
    private readonly FaultyI2c _bus;
    private readonly Action<bool>? _plug;

    /// <param name="plug">Takes the supply from the chip; null: the chip cannot tell, and only answers no more.</param>
    public BusRig(II2cDevice chip, Func<II2cDevice, (IThermalSensor, SensorCounters)> driver, Action<bool>? plug = null)
    {
        _bus = new FaultyI2c(chip);
        _plug = plug;
        (Sensor, Counters) = driver(_bus);
    }

    public override IThermalSensor Sensor { get; }

    public override SensorCounters Counters { get; }

    public override void FailOnce() => _bus.FailNext(1, BusFault.Timeout);

    public override void Break(bool broken) => _bus.FailNext(broken ? int.MaxValue : 0, BusFault.Other);

    public override void Plug(bool plugged)
    {
        _plug?.Invoke(plugged);
        _bus.FailNext(plugged ? 0 : int.MaxValue, BusFault.AddressNack);
    }
}

/// <summary>A simulated camera.</summary>
internal sealed class CameraRig(SimulatedLepton camera, LeptonSensor sensor) : SensorRig
{
    public override IThermalSensor Sensor => sensor;

    public override SensorCounters Counters => sensor.Counters;

    public override void FailOnce() => camera.FailNext(1, VideoFault.Damaged);

    public override void Break(bool broken) => camera.FailNext(broken ? int.MaxValue : 0, VideoFault.Other);

    public override void Plug(bool plugged) => camera.Plug(plugged);
}

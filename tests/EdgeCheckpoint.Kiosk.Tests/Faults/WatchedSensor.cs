using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>A sensor that tells whether all its pictures are done with.</summary>
/// <param name="time">The clock the sensor waits on, and nobody else.</param>
internal sealed class WatchedSensor(IThermalSensor inner, WaitedTime time) : IThermalSensor
{
    private volatile bool _gives;

    /// <summary>Whether the next picture is waited for. After a fault nothing is: whoever reads may pause as it likes.</summary>
    public bool IsWaitedFor => !_gives || time.IsWaitedFor;

    public string Model => inner.Model;

    public int Width => inner.Width;

    public int Height => inner.Height;

    public SensorTraits Traits => inner.Traits;

    public SensorFault Read(ThermalFrame frame, CancellationToken cancellationToken)
    {
        SensorFault fault = inner.Read(frame, cancellationToken);
        _gives = fault is SensorFault.None or SensorFault.WarmingUp or SensorFault.Correcting;
        return fault;
    }

    public void Dispose() => inner.Dispose();
}

using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>A sensor that tells whether all its pictures are done with.</summary>
/// <param name="time">The clock the sensor waits on, and nobody else.</param>
internal sealed class WatchedSensor(IThermalSensor inner, WaitedTime time) : IThermalSensor
{
    private volatile bool _paused;

    /// <summary>Whether the next picture is waited for, the first one too. After a fault nothing is: whoever reads may pause as it likes.</summary>
    public bool IsWaitedFor => _paused || time.IsWaitedFor;

    public string Model => inner.Model;

    public string Problem => inner.Problem;

    public int Width => inner.Width;

    public int Height => inner.Height;

    public SensorTraits Traits => inner.Traits;

    public SensorFault Read(ThermalFrame frame, CancellationToken cancellationToken)
    {
        _paused = false;
        SensorFault fault = inner.Read(frame, cancellationToken);
        _paused = fault is not (SensorFault.None or SensorFault.WarmingUp or SensorFault.Correcting);
        return fault;
    }

    public void Dispose() => inner.Dispose();
}

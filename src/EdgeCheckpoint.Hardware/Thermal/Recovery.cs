using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Hardware.Thermal;

/// <summary>What all drivers share: a sensor is started, read, started anew after trouble, given up after a bound, and tried again by itself.</summary>
/// <param name="start">Finds the sensor and sets it up.</param>
/// <param name="picture">Waits for a picture of a started sensor, at most two periods.</param>
/// <param name="period">Time from one picture to the next.</param>
/// <remarks>One thread. Allocates nothing per picture.</remarks>
internal sealed class Recovery(
    Func<CancellationToken, SensorFault> start,
    Func<ThermalFrame, CancellationToken, SensorFault> picture,
    TimeSpan period,
    RecoveryOptions options,
    SensorCounters counters,
    TimeProvider time)
{
    private bool _started;
    private bool _lost = true;
    private bool _givenUp;
    private int _failures;
    private MonotonicInstant _tryAgainAt;

    /// <summary>When the sensor was found first, or again after it had been absent, and so without supply.</summary>
    public MonotonicInstant FoundAt { get; private set; }

    /// <summary>The next read sets the sensor up anew.</summary>
    public void StartAnew() => _started = false;

    public SensorFault Read(ThermalFrame frame, int width, int height, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Width != width || frame.Height != height)
        {
            throw new ArgumentException($"The picture must be {width} x {height}.", nameof(frame));
        }

        SensorFault fault = _givenUp && MonotonicInstant.Now(time) < _tryAgainAt ? StayOut(cancellationToken) : Attempt(frame, cancellationToken);
        counters.Count(fault);
        return fault;
    }

    private SensorFault Attempt(ThermalFrame frame, CancellationToken cancellationToken)
    {
        SensorFault fault = _started ? SensorFault.None : Start(cancellationToken);
        if (fault == SensorFault.None)
        {
            fault = picture(frame, cancellationToken);
        }

        if (fault is SensorFault.None or SensorFault.WarmingUp or SensorFault.Correcting)
        {
            _failures = 0;
            _givenUp = false;
            return fault;
        }

        _lost |= fault == SensorFault.Absent;

        // What has been unplugged has lost its settings, and may be another sensor when it comes back.
        _started &= fault is SensorFault.Timeout or SensorFault.BadFrame;
        _failures++;
        if (_givenUp || _failures >= options.FailuresBeforeOutOfService)
        {
            _givenUp = true;
            _started = false;
            _tryAgainAt = MonotonicInstant.Now(time) + options.OutOfServicePause;
            return SensorFault.OutOfService;
        }

        if (!_started)
        {
            Pause.For(period, time, cancellationToken);
        }

        return fault;
    }

    private SensorFault Start(CancellationToken cancellationToken)
    {
        SensorFault fault = start(cancellationToken);
        _started = fault == SensorFault.None;
        counters.Starts += _started ? 1 : 0;
        if (_started && _lost)
        {
            (FoundAt, _lost) = (MonotonicInstant.Now(time), false);
        }

        return fault;
    }

    private SensorFault StayOut(CancellationToken cancellationToken)
    {
        TimeSpan left = _tryAgainAt - MonotonicInstant.Now(time), turn = 2 * period;
        Pause.For(left < turn ? left : turn, time, cancellationToken);
        return SensorFault.OutOfService;
    }
}

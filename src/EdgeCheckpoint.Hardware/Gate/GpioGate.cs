using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Gpio;

namespace EdgeCheckpoint.Hardware.Gate;

/// <summary>A gate behind a relay on one line.</summary>
public sealed class GpioGate : IGate
{
    private readonly IGpioLines _relay;
    private readonly GateOptions _options;
    private readonly ITimer _pulseEnd;
    private readonly ITimer _openEnd;
    private readonly Lock _state = new();
    private GatePosition _position;
    private bool _emergency;
    private bool _closed;

    private GpioGate(IGpioLines relay, GateOptions options, TimeProvider time)
    {
        _relay = relay;
        _options = options;
        _pulseEnd = time.CreateTimer(static gate => ((GpioGate)gate!).EndPulse(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _openEnd = time.CreateTimer(static gate => ((GpioGate)gate!).EndOpen(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public GatePosition Position
    {
        get
        {
            lock (_state)
            {
                return _position;
            }
        }
    }

    /// <summary>Takes the relay's line and bars the gate.</summary>
    /// <param name="gate">Null after a fault.</param>
    public static GpioFault Open(IGpioChip chip, GateOptions options, TimeProvider time, out GpioGate? gate)
    {
        ArgumentNullException.ThrowIfNull(chip);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        gate = null;
        GpioFault fault = options.Relay.Resolve(chip, out GpioLine line);
        if (fault == GpioFault.None)
        {
            GpioRequest request = new("edge-checkpoint gate", Output: true, [line with { Active = options.Energised(open: false) }]);
            fault = chip.Request(request, out IGpioLines? relay);
            gate = fault == GpioFault.None ? new GpioGate(relay!, options, time) : null;
        }

        return fault;
    }

    /// <inheritdoc/>
    public OutputFault Open()
    {
        lock (_state)
        {
            if (_closed || _position == GatePosition.Released)
            {
                return _closed ? OutputFault.Closed : OutputFault.None;
            }

            OutputFault fault = Switch(open: true);
            if (fault == OutputFault.None)
            {
                _position = GatePosition.Open;
                _openEnd.Change(TimeSpan.FromSeconds(_options.OpenSeconds), Timeout.InfiniteTimeSpan);
                if (_options.Mode == RelayMode.Pulse)
                {
                    _pulseEnd.Change(TimeSpan.FromMilliseconds(_options.PulseMilliseconds), Timeout.InfiniteTimeSpan);
                }
            }

            return fault;
        }
    }

    /// <inheritdoc/>
    public OutputFault Bar()
    {
        lock (_state)
        {
            return _closed ? OutputFault.Closed : _emergency ? OutputFault.Held : BarNow();
        }
    }

    /// <inheritdoc/>
    public OutputFault Release()
    {
        lock (_state)
        {
            return _closed ? OutputFault.Closed : ReleaseNow();
        }
    }

    /// <summary>The emergency input changed. Releases at once; when it ends the gate stays released until it is barred.</summary>
    public OutputFault Emergency(bool active)
    {
        lock (_state)
        {
            _emergency = active;
            return _closed ? OutputFault.Closed : active ? ReleaseNow() : OutputFault.None;
        }
    }

    /// <summary>Takes the current from the relay, which is the safe state, and gives the line back.</summary>
    public void Dispose()
    {
        lock (_state)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _relay.Set(0, 1);
        }

        _pulseEnd.Dispose();
        _openEnd.Dispose();
        _relay.Dispose();
    }

    private OutputFault ReleaseNow()
    {
        StopTimers();
        _position = GatePosition.Released;
        return Switch(open: true);
    }

    private OutputFault BarNow()
    {
        StopTimers();
        _position = GatePosition.Barred;
        return Switch(open: false);
    }

    private void StopTimers()
    {
        _pulseEnd.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _openEnd.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private void EndPulse()
    {
        lock (_state)
        {
            if (!_closed && _position == GatePosition.Open)
            {
                Switch(open: false);
            }
        }
    }

    private void EndOpen()
    {
        lock (_state)
        {
            if (!_closed && _position == GatePosition.Open)
            {
                BarNow();
            }
        }
    }

    private OutputFault Switch(bool open) =>
        _relay.Set(_options.Energised(open) ? 1UL : 0UL, 1) == GpioFault.None ? OutputFault.None : OutputFault.Failed;
}

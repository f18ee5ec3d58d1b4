using System.Threading.Channels;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Hardware.Presence;

/// <summary>Tells when somebody comes before the range finder and leaves. A measurement every tenth of a second.</summary>
/// <remarks>A sensor that fails says nothing about people: the last presence stands, the fault is told, and the chip is readied anew every second.</remarks>
public sealed class RangePresence : ISiteInputs
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>So many periods without a result, or after a fault, and the chip is readied anew.</summary>
    private const int Patience = 10;

    private readonly Vl53l0x _sensor;
    private readonly PresenceFilter _filter;
    private readonly TimeProvider _time;
    private readonly Channel<SiteInput> _changes = Channel.CreateUnbounded<SiteInput>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ITimer _timer;
    private readonly Lock _turn = new();
    private volatile string _fault = "";
    private bool _ready;
    private bool _told;
    private int _idle = Patience;
    private bool _disposed;

    private RangePresence(Vl53l0x sensor, PresenceOptions options, TimeProvider time)
    {
        _sensor = sensor;
        _filter = new PresenceFilter(options);
        _time = time;
        _timer = time.CreateTimer(static presence => ((RangePresence)presence!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public string Fault => _fault;

    /// <summary>Distance measured last, millimetres, for technicians; <see cref="Vl53l0x.NoTarget"/> when nothing is in reach.</summary>
    public int Millimetres { get; private set; } = Vl53l0x.NoTarget;

    /// <summary>Begins to measure. Never fails: a sensor that is not there is a fault that is retried.</summary>
    public static RangePresence Start(Vl53l0x sensor, PresenceOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        RangePresence presence = new(sensor, options, time);
        presence._timer.Change(Period, Period);
        return presence;
    }

    /// <inheritdoc/>
    public ValueTask<SiteInput> ReadAsync(CancellationToken cancellationToken) => _changes.Reader.ReadAsync(cancellationToken);

    public void Dispose()
    {
        lock (_turn)
        {
            _disposed = true;
        }

        _timer.Dispose();
        _changes.Writer.TryComplete();
    }

    private void Tick()
    {
        // A turn that takes longer than a period, on a slow bus, is not begun twice.
        if (!_turn.TryEnter())
        {
            return;
        }

        try
        {
            if (!_disposed)
            {
                Turn();
            }
        }
        finally
        {
            _turn.Exit();
        }
    }

    private void Turn()
    {
        if (!_ready)
        {
            if (++_idle >= Patience)
            {
                _idle = 0;
                _ready = Succeeded(_sensor.Initialize()) && Succeeded(_sensor.Begin());
            }

            return;
        }

        SensorFault fault = _sensor.Collect(out int millimetres);
        if (fault == SensorFault.Timeout && ++_idle < Patience)
        {
            return;
        }

        _idle = 0;
        if (!Succeeded(fault))
        {
            _ready = false;
            return;
        }

        _fault = "";
        Millimetres = millimetres;
        if (_filter.Add(millimetres) || !_told)
        {
            _told = true;
            _changes.Writer.TryWrite(new SiteInput(SiteSignal.Presence, _filter.Present, MonotonicInstant.Now(_time)));
        }

        _ready = Succeeded(_sensor.Begin());
    }

    private bool Succeeded(SensorFault fault)
    {
        // Only a measurement shows that all is well again.
        _fault = fault switch
        {
            SensorFault.None => _fault,
            SensorFault.Absent => "presence: no VL53L0X answers at 0x29; check its wires",
            SensorFault.Timeout => "presence: the VL53L0X does not finish a measurement; it is started anew",
            _ => "presence: the bus fails; it is tried again every second",
        };
        return fault == SensorFault.None;
    }
}

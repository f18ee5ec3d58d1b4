using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.I2c;
using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Hardware.Thermal.Mlx90640;

/// <summary>Runs the chip: sets it up, waits for sub-pages, converts them, bears trouble within a bound and comes back by itself.</summary>
/// <remarks>Every sub-page gives a picture, half of it new. One owner, one thread; disposes its bus device.</remarks>
public sealed class Mlx90640Sensor : IThermalSensor
{
    /// <summary>Sub-pages that may be read for one picture.</summary>
    private const int SubPagesAtMost = 4;

    /// <summary>Halves taken so many sub-pages apart are not one picture of somebody who moves.</summary>
    private const int HalvesApartAtMost = 2;

    private readonly Mlx90640Bus _bus;
    private readonly TimeProvider _time;
    private readonly Mlx90640Options _options;
    private readonly Mlx90640Parameters _parameters = new();
    private readonly ushort[] _words = new ushort[Math.Max(RamWords, EepromWords)];
    private readonly float[] _celsius = new float[Pixels];
    private readonly Recovery _recovery;
    private readonly int _tornAttempts;
    private readonly MonotonicInstant?[] _halfAt = new MonotonicInstant?[2];
    private int _lastSubPage = -1;
    private long _sequence;
    private MonotonicInstant? _poweredAt;

    /// <param name="device">The chip on its bus; owned from here on.</param>
    /// <param name="recovery">Null: the defaults.</param>
    public Mlx90640Sensor(II2cDevice device, TimeProvider time, Mlx90640Options options, RecoveryOptions? recovery = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(options);
        if (!options.Sensible)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options, "An option is outside its range.");
        }

        recovery = (recovery ?? new RecoveryOptions()).Checked;
        _bus = new Mlx90640Bus(device, Counters, recovery.Attempts);
        _time = time;
        _options = options;
        _tornAttempts = recovery.Attempts;
        _recovery = new Recovery(Start, Picture, options.SubPagePeriod, recovery, Counters, time);
    }

    public string Model => "MLX90640";

    public string Problem => _bus.Problem;

    public int Width => Columns;

    public int Height => Rows;

    /// <inheritdoc/>
    public SensorTraits Traits => SensorTraits.Mlx90640;

    public SensorCounters Counters { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Counts => Counters.ByName();

    /// <inheritdoc/>
    public SensorFault Read(ThermalFrame frame, CancellationToken cancellationToken) =>
        _recovery.Read(frame, Columns, Rows, cancellationToken);

    public void Dispose() => _bus.Dispose();

    private SensorFault Start(CancellationToken cancellationToken)
    {
        SensorFault fault = _bus.Read(EepromAddress, _words.AsSpan(0, EepromWords));
        if (fault == SensorFault.None)
        {
            fault = Mlx90640Eeprom.TryExtract(_words.AsSpan(0, EepromWords), _parameters);
        }

        if (fault == SensorFault.None)
        {
            fault = _bus.ReadOne(ControlAddress, out ushort control);
            if (fault == SensorFault.None && (control != _options.Control || control == ControlAtPowerUp))
            {
                // Settings that are not ours have been lost with the supply; the line alone may fail and leave the chip warm.
                _poweredAt = null;
            }
        }

        if (fault == SensorFault.None)
        {
            fault = _bus.Write(ControlAddress, _options.Control);
        }

        // A sub-page measured with other settings may be waiting; it is dropped.
        if (fault == SensorFault.None)
        {
            fault = _bus.Write(StatusAddress, StatusOverwrite);
        }

        if (fault == SensorFault.None)
        {
            Begin();
            _poweredAt ??= MonotonicInstant.Now(_time);
        }

        return fault;
    }

    /// <summary>Both halves are needed anew.</summary>
    private void Begin()
    {
        _halfAt[0] = _halfAt[1] = null;
        _lastSubPage = -1;
    }

    /// <summary>Reads sub-pages until both halves are there and of the same time: once, except right after a start and when the reader was late.</summary>
    private SensorFault Picture(ThermalFrame frame, CancellationToken cancellationToken)
    {
        for (int read = 0; read < SubPagesAtMost; read++)
        {
            SensorFault fault = SubPage(frame, cancellationToken);
            if (fault != SensorFault.None)
            {
                return fault;
            }

            if (_halfAt[0] is { } first && _halfAt[1] is { } second && (first - second).Duration() <= HalvesApartAtMost * _options.SubPagePeriod)
            {
                _celsius.CopyTo(frame.Celsius, 0);
                DeviatingPixels.Repair(frame.Celsius, _parameters.Deviating, Columns);
                frame.Sequence = _sequence;
                frame.PoweredAt = _poweredAt!.Value;
                Counters.Pictures++;
                return frame.At - frame.PoweredAt < _options.WarmUp ? SensorFault.WarmingUp : SensorFault.None;
            }
        }

        return SensorFault.BadFrame;
    }

    private SensorFault SubPage(ThermalFrame frame, CancellationToken cancellationToken)
    {
        SensorFault fault = SensorFault.BadFrame;
        for (int attempt = 0; attempt < _tornAttempts; attempt++)
        {
            fault = Await(cancellationToken, out int subPage);
            if (fault != SensorFault.None)
            {
                return fault;
            }

            frame.At = MonotonicInstant.Now(_time);
            fault = Fetch(out ushort control, out bool torn);
            if (fault != SensorFault.None)
            {
                return fault;
            }

            if (control != _options.Control)
            {
                // Its supply failed for a moment: settings are back at their power-up values.
                _recovery.StartAnew();
                return SensorFault.BadFrame;
            }

            if (!torn)
            {
                return Take(frame, control, subPage);
            }

            Counters.Torn++;
            fault = SensorFault.BadFrame;
        }

        return fault;
    }

    private SensorFault Await(CancellationToken cancellationToken, out int subPage)
    {
        MonotonicInstant deadline = MonotonicInstant.Now(_time) + (2 * _options.SubPagePeriod);
        TimeSpan poll = _options.SubPagePeriod / 16;
        while (true)
        {
            SensorFault fault = _bus.ReadOne(StatusAddress, out ushort status);
            subPage = status & StatusSubPageMask;
            if (fault != SensorFault.None)
            {
                return fault;
            }

            if ((status & StatusNewData) != 0)
            {
                return subPage <= 1 ? SensorFault.None : SensorFault.BadFrame;
            }

            if (cancellationToken.IsCancellationRequested || MonotonicInstant.Now(_time) >= deadline)
            {
                return SensorFault.Timeout;
            }

            Pause.For(poll, _time, cancellationToken);
        }
    }

    /// <summary>Fetches RAM; torn when the chip announced the next sub-page meanwhile.</summary>
    private SensorFault Fetch(out ushort control, out bool torn)
    {
        control = 0;
        torn = false;
        SensorFault fault = _bus.Write(StatusAddress, StatusOverwrite);
        if (fault == SensorFault.None)
        {
            fault = _bus.Read(RamAddress, _words.AsSpan(0, RamWords));
        }

        if (fault == SensorFault.None)
        {
            fault = _bus.ReadOne(ControlAddress, out control);
        }

        if (fault == SensorFault.None)
        {
            fault = _bus.ReadOne(StatusAddress, out ushort status);
            torn = (status & StatusNewData) != 0;
        }

        return fault;
    }

    private SensorFault Take(ThermalFrame frame, ushort control, int subPage)
    {
        var conditions = new ConversionConditions(_options.Emissivity, _options.ReflectedCelsius);
        SensorFault fault = Mlx90640Conversion.TryConvert(_words.AsSpan(0, RamWords), control, subPage, _parameters, conditions, _celsius, out SubPageReadings readings);
        if (fault != SensorFault.None)
        {
            // The half that failed may hold anything.
            Begin();
            return fault;
        }

        Counters.Repaired += readings.RepairedPixels;
        if (_lastSubPage == subPage)
        {
            Counters.Missed++;
            _sequence++;
        }

        _halfAt[subPage] = frame.At;
        _lastSubPage = subPage;
        _sequence++;
        frame.SensorCelsius = (float)readings.AmbientCelsius;
        frame.SupplyVolts = (float)readings.SupplyVolts;
        return SensorFault.None;
    }
}

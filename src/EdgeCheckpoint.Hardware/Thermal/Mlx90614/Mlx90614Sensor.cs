using System.Buffers.Binary;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.I2c;

namespace EdgeCheckpoint.Hardware.Thermal.Mlx90614;

/// <summary>One spot, ten readings a second: a picture of one pixel. Every word is checked against its packet error code.</summary>
/// <remarks>MLX90614 datasheet, SMBus and RAM. One owner, one thread; disposes its bus device.</remarks>
public sealed class Mlx90614Sensor : IThermalSensor
{
    public const int BusAddress = 0x5A;

    private const byte AmbientRegister = 0x06;
    private const byte ObjectRegister = 0x07;
    private const ushort ErrorFlag = 0x8000;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly RetryingBus _bus;
    private readonly TimeProvider _time;
    private readonly Recovery _recovery;
    private readonly int _attempts;
    private long _sequence;
    private MonotonicInstant _next;

    /// <param name="device">The chip on its bus; owned from here on.</param>
    /// <param name="recovery">Null: the defaults.</param>
    public Mlx90614Sensor(II2cDevice device, TimeProvider time, RecoveryOptions? recovery = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(time);
        recovery = (recovery ?? new RecoveryOptions()).Checked;
        _attempts = recovery.Attempts;
        _bus = new RetryingBus(device, Counters, _attempts);
        _time = time;
        _recovery = new Recovery(_ => Word(AmbientRegister, out float _), Picture, Period, recovery, Counters, time);
    }

    public string Model => "MLX90614";

    public string Problem => _bus.Problem;

    public int Width => 1;

    public int Height => 1;

    /// <inheritdoc/>
    public SensorTraits Traits => SensorTraits.Mlx90614;

    public SensorCounters Counters { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Counts => Counters.ByName();

    /// <inheritdoc/>
    public SensorFault Read(ThermalFrame frame, CancellationToken cancellationToken) => _recovery.Read(frame, Width, Height, cancellationToken);

    public void Dispose() => _bus.Dispose();

    private SensorFault Picture(ThermalFrame frame, CancellationToken cancellationToken)
    {
        Pause.For(_next - MonotonicInstant.Now(_time), _time, cancellationToken);
        _next = MonotonicInstant.Now(_time) + Period;
        if (cancellationToken.IsCancellationRequested)
        {
            return SensorFault.Timeout;
        }

        SensorFault fault = Word(ObjectRegister, out float body);
        if (fault != SensorFault.None)
        {
            return fault;
        }

        fault = Word(AmbientRegister, out float ambient);
        if (fault != SensorFault.None)
        {
            return fault;
        }

        frame.Celsius[0] = body;
        frame.SensorCelsius = ambient;
        frame.SupplyVolts = float.NaN;
        frame.At = MonotonicInstant.Now(_time);
        frame.PoweredAt = _recovery.FoundAt;
        frame.Sequence = ++_sequence;
        Counters.Pictures++;
        return SensorFault.None;
    }

    /// <summary>A word with its code; a wrong code is tried again, then a bad frame.</summary>
    private SensorFault Word(byte register, out float celsius)
    {
        Span<byte> reply = stackalloc byte[3];
        celsius = float.NaN;
        for (int attempt = 0; attempt < _attempts; attempt++)
        {
            SensorFault fault = _bus.Transfer([register], reply);
            if (fault != SensorFault.None)
            {
                return fault;
            }

            if (SmbusPec.Of([BusAddress << 1, register, (BusAddress << 1) | 1, reply[0], reply[1]]) == reply[2])
            {
                ushort word = BinaryPrimitives.ReadUInt16LittleEndian(reply);
                celsius = (word * 0.02f) - 273.15f;
                return (word & ErrorFlag) == 0 ? SensorFault.None : SensorFault.BadFrame;
            }

            Counters.Torn++;
        }

        return SensorFault.BadFrame;
    }
}

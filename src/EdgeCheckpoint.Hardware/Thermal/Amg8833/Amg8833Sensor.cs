using System.Buffers.Binary;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.I2c;

namespace EdgeCheckpoint.Hardware.Thermal.Amg8833;

/// <summary>8 x 8 pixels, ten pictures a second, ±2.5 °C: tells that somebody is there, not whether they are well.</summary>
/// <remarks>One owner, one thread; disposes its bus device.</remarks>
public sealed class Amg8833Sensor : IThermalSensor
{
    public const int BusAddress = 0x69;

    private const byte PowerControl = 0x00;
    private const byte Reset = 0x01;
    private const byte FrameRate = 0x02;
    private const byte ThermistorRegister = 0x0E;
    private const byte PixelRegister = 0x80;
    private const byte InitialReset = 0x3F;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(200);

    private readonly RetryingBus _bus;
    private readonly TimeProvider _time;
    private readonly Recovery _recovery;
    private long _sequence;
    private MonotonicInstant _next;

    /// <param name="device">The chip on its bus; owned from here on.</param>
    /// <param name="recovery">Null: the defaults.</param>
    public Amg8833Sensor(II2cDevice device, TimeProvider time, RecoveryOptions? recovery = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(time);
        recovery = (recovery ?? new RecoveryOptions()).Checked;
        _bus = new RetryingBus(device, Counters, recovery.Attempts);
        _time = time;
        _recovery = new Recovery(Start, Picture, Period, recovery, Counters, time);
    }

    public string Model => "AMG8833";

    public string Problem => _bus.Problem;

    public int Width => Amg8833Frame.Side;

    public int Height => Amg8833Frame.Side;

    /// <inheritdoc/>
    public SensorTraits Traits => SensorTraits.Amg8833;

    public SensorCounters Counters { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Counts => Counters.ByName();

    /// <inheritdoc/>
    public SensorFault Read(ThermalFrame frame, CancellationToken cancellationToken) => _recovery.Read(frame, Width, Height, cancellationToken);

    public void Dispose() => _bus.Dispose();

    private SensorFault Start(CancellationToken cancellationToken)
    {
        foreach ((byte register, byte value) in ((byte, byte)[])[(PowerControl, 0), (Reset, InitialReset), (FrameRate, 0)])
        {
            SensorFault fault = _bus.Transfer([register, value], []);
            if (fault != SensorFault.None)
            {
                return fault;
            }
        }

        // The first pictures after a reset are not measured yet.
        Pause.For(Settling, _time, cancellationToken);
        return SensorFault.None;
    }

    private SensorFault Picture(ThermalFrame frame, CancellationToken cancellationToken)
    {
        Pause.For(_next - MonotonicInstant.Now(_time), _time, cancellationToken);
        _next = MonotonicInstant.Now(_time) + Period;
        if (cancellationToken.IsCancellationRequested)
        {
            return SensorFault.Timeout;
        }

        Span<byte> thermistor = stackalloc byte[2], pixels = stackalloc byte[Amg8833Frame.Bytes];
        SensorFault fault = _bus.Transfer([ThermistorRegister], thermistor);
        fault = fault == SensorFault.None ? _bus.Transfer([PixelRegister], pixels) : fault;
        return fault == SensorFault.None ? Take(frame, thermistor, pixels) : fault;
    }

    private SensorFault Take(ThermalFrame frame, ReadOnlySpan<byte> thermistor, ReadOnlySpan<byte> pixels)
    {
        Amg8833Frame.Decode(pixels, frame.Celsius);
        if (!Amg8833Frame.IsSensible(frame.Celsius))
        {
            return SensorFault.BadFrame;
        }

        frame.SensorCelsius = Amg8833Frame.Thermistor(BinaryPrimitives.ReadUInt16LittleEndian(thermistor));
        frame.SupplyVolts = float.NaN;
        frame.At = MonotonicInstant.Now(_time);
        frame.PoweredAt = _recovery.FoundAt;
        frame.Sequence = ++_sequence;
        Counters.Pictures++;
        return SensorFault.None;
    }
}

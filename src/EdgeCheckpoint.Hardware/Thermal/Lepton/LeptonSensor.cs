using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Hardware.Thermal.Lepton;

/// <summary>160 x 120 pixels, just under nine pictures a second, with a shutter behind which the camera corrects itself every few minutes.</summary>
/// <remarks>One owner, one thread; disposes its camera. Rows beyond the picture (telemetry) are not read.</remarks>
public sealed class LeptonSensor : IThermalSensor
{
    /// <summary>8.77 pictures a second, as export rules allow.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromMilliseconds(114);

    /// <summary>A correction takes about a second; a picture that stands longer is a fault.</summary>
    private static readonly TimeSpan CorrectionAtMost = TimeSpan.FromSeconds(3);

    private readonly IWordCamera _camera;
    private readonly TimeProvider _time;
    private readonly Recovery _recovery;
    private readonly float _kelvinPerCount;
    private readonly int _attempts;
    private ushort[] _words = new ushort[LeptonFrame.Width * LeptonFrame.Height];
    private ushort[] _before = new ushort[LeptonFrame.Width * LeptonFrame.Height];
    private MonotonicInstant _newAt;
    private uint? _lastNumber;
    private long _sequence;

    /// <param name="camera">Owned from here on.</param>
    /// <param name="recovery">Null: the defaults.</param>
    public LeptonSensor(IWordCamera camera, TimeProvider time, LeptonOptions options, RecoveryOptions? recovery = null)
    {
        ArgumentNullException.ThrowIfNull(camera);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(options);
        recovery = (recovery ?? new RecoveryOptions()).Checked;
        _camera = camera;
        _time = time;
        _kelvinPerCount = options.KelvinPerCount;
        _attempts = recovery.Attempts;
        _recovery = new Recovery(Start, Picture, Period, recovery, Counters, time);
    }

    public string Model => "Lepton 3.5";

    public string Problem => _camera.Problem;

    public int Width => LeptonFrame.Width;

    public int Height => LeptonFrame.Height;

    /// <inheritdoc/>
    public SensorTraits Traits => SensorTraits.Lepton;

    public SensorCounters Counters { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Counts => Counters.ByName();

    /// <inheritdoc/>
    public SensorFault Read(ThermalFrame frame, CancellationToken cancellationToken) => _recovery.Read(frame, Width, Height, cancellationToken);

    public void Dispose() => _camera.Dispose();

    private SensorFault Start(CancellationToken cancellationToken)
    {
        SensorFault fault = Of(_camera.Start(Width, Height));
        _newAt = MonotonicInstant.Now(_time);
        _lastNumber = null;
        return fault;
    }

    private SensorFault Picture(ThermalFrame frame, CancellationToken cancellationToken)
    {
        MonotonicInstant deadline = MonotonicInstant.Now(_time) + (2 * Period);
        bool repeated = false;
        for (int damaged = 0; damaged < _attempts;)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return Silence(repeated);
            }

            // A machine that stalled finds its time over, and perhaps a picture waiting all the same.
            TimeSpan left = deadline - MonotonicInstant.Now(_time);
            VideoFault fault = _camera.Next(_words, left > TimeSpan.Zero ? left : TimeSpan.Zero, out uint number);
            if (fault == VideoFault.Damaged)
            {
                Counters.Torn++;
                damaged++;
                deadline = MonotonicInstant.Now(_time) + (2 * Period);
            }
            else if (fault == VideoFault.Timeout)
            {
                return Silence(repeated);
            }
            else if (fault != VideoFault.None)
            {
                return Of(fault);
            }
            else if (_lastNumber is not null && _words.AsSpan().SequenceEqual(_before))
            {
                // No two measured pictures are alike, as each has its noise: behind the shutter the last one is sent again.
                repeated = true;
                if (MonotonicInstant.Now(_time) >= deadline)
                {
                    return Silence(repeated);
                }
            }
            else
            {
                return Take(frame, number);
            }
        }

        return SensorFault.BadFrame;
    }

    /// <summary>Tells a pause for correction from a camera that says nothing.</summary>
    private SensorFault Silence(bool repeated) =>
        repeated && MonotonicInstant.Now(_time) - _newAt < CorrectionAtMost ? SensorFault.Correcting : SensorFault.Timeout;

    private SensorFault Take(ThermalFrame frame, uint number)
    {
        if (!LeptonFrame.TryDecode(_words, _kelvinPerCount, frame.Celsius))
        {
            return SensorFault.BadFrame;
        }

        (_words, _before) = (_before, _words);
        _newAt = MonotonicInstant.Now(_time);
        long lost = _lastNumber is { } last ? Math.Max(unchecked((int)(number - last)) - 1, 0) : 0;
        _lastNumber = number;
        Counters.Missed += lost;
        _sequence += lost + 1;
        frame.SensorCelsius = float.NaN;
        frame.SupplyVolts = float.NaN;
        frame.At = _newAt;
        frame.PoweredAt = _recovery.FoundAt;
        frame.Sequence = _sequence;
        Counters.Pictures++;
        return SensorFault.None;
    }

    private static SensorFault Of(VideoFault fault) => fault switch
    {
        VideoFault.None => SensorFault.None,
        VideoFault.Absent => SensorFault.Absent,
        VideoFault.Timeout => SensorFault.Timeout,
        VideoFault.Damaged => SensorFault.BadFrame,
        _ => SensorFault.Bus,
    };
}

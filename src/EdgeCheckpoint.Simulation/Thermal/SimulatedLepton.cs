using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Thermal.Lepton;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>A Lepton at its pace, before a scene or a recording. Waits on the given clock; its knobs may be turned from any thread.</summary>
public sealed class SimulatedLepton : IWordCamera
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(114);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly Action<long, ThermalFrame> _view;
    private readonly ThermalFrame _frame = new(LeptonFrame.Width, LeptonFrame.Height);
    private bool _plugged = true;
    private bool _running;
    private bool _frozen;
    private bool _shut;
    private VideoFault _fault;
    private int _left;
    private MonotonicInstant _since;
    private long _taken;

    private SimulatedLepton(Action<long, ThermalFrame> view, TimeProvider time)
    {
        _view = view;
        _time = time;
    }

    /// <inheritdoc/>
    public string Problem => _plugged ? "" : "The simulated camera is unplugged.";

    /// <summary>Looks at a scene, with the noise of its datasheet.</summary>
    /// <param name="offsetCelsius">Error common to all pixels, °C; a real one has up to 5 °C.</param>
    public static SimulatedLepton Of(ThermalScene scene, TimeProvider time, int seed = 1, double offsetCelsius = 0)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(time);
        var renderer = new SceneRenderer(SceneOptics.Lepton);
        var noise = new GaussianNoise(seed);
        return new SimulatedLepton(
            (count, frame) =>
            {
                renderer.Draw(scene.Content, count * Period.TotalSeconds, frame.Celsius);
                foreach (ref float pixel in frame.Celsius.AsSpan())
                {
                    pixel += (float)(offsetCelsius + (0.05 * noise.Next()));
                }
            },
            time);
    }

    /// <summary>Serves a recording of this size again and again.</summary>
    public static SimulatedLepton Of(RecordedScene recording, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(time);
        return recording is { Width: LeptonFrame.Width, Height: LeptonFrame.Height, HasScale: true }
            ? new SimulatedLepton((count, frame) => recording.Fill((int)(count % recording.Frames), frame, 0.01), time)
            : throw new ArgumentException($"The recording must have {LeptonFrame.Width} x {LeptonFrame.Height} pixels and a temperature scale.", nameof(recording));
    }

    public void Plug(bool plugged)
    {
        lock (_lock)
        {
            _plugged = plugged;
            _running &= plugged;
        }
    }

    /// <summary>It sends nothing.</summary>
    public void Freeze(bool frozen)
    {
        lock (_lock)
        {
            _frozen = frozen;
        }
    }

    /// <summary>Behind the shutter it sends its last picture again and again.</summary>
    public void Shut(bool shut)
    {
        lock (_lock)
        {
            _shut = shut;
        }
    }

    /// <summary>The next pictures, and starts, fail this way; <see cref="int.MaxValue"/> until told otherwise.</summary>
    public void FailNext(int pictures, VideoFault fault)
    {
        lock (_lock)
        {
            _fault = fault;
            _left = pictures;
        }
    }

    /// <inheritdoc/>
    public VideoFault Start(int width, int height)
    {
        lock (_lock)
        {
            _running = _plugged && width == _frame.Width && height == _frame.Height && _left == 0;
            (_since, _taken) = (MonotonicInstant.Now(_time), 0);
            return _running ? VideoFault.None : !_plugged ? VideoFault.Absent : _left > 0 ? _fault : VideoFault.Unsuitable;
        }
    }

    /// <inheritdoc/>
    public VideoFault Next(Span<ushort> words, TimeSpan within, out uint number)
    {
        number = 0;
        MonotonicInstant now = MonotonicInstant.Now(_time);
        long due = Math.Max((long)((now - _since) / Period), _taken + 1);
        TimeSpan wait = _since + (due * Period) - now;
        bool late = _frozen || wait > within;
        Wait(late ? within : wait);
        lock (_lock)
        {
            if (!_running)
            {
                return VideoFault.Absent;
            }

            if (late)
            {
                return VideoFault.Timeout;
            }

            _taken = due;
            number = (uint)due;
            if (_left > 0)
            {
                _left -= _left == int.MaxValue ? 0 : 1;
                return _fault;
            }

            if (!_shut)
            {
                _view(due, _frame);
            }

            for (int i = 0; i < words.Length; i++)
            {
                words[i] = (ushort)Math.Clamp(Math.Round((_frame.Celsius[i] + 273.15) * 100), 0, ushort.MaxValue);
            }

            return VideoFault.None;
        }
    }

    /// <inheritdoc/>
    public void Stop()
    {
        lock (_lock)
        {
            _running = false;
        }
    }

    public void Dispose() => Stop();

    private void Wait(TimeSpan duration)
    {
        if (duration > TimeSpan.Zero)
        {
            Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(duration.TotalMilliseconds)), _time).GetAwaiter().GetResult();
        }
    }
}

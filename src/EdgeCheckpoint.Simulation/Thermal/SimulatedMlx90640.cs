using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.I2c;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>A chip on a bus that looks at a scene: temperatures become register words, with noise, at the rate the control register asks for.</summary>
/// <remarks>Safe to change from other threads while a driver reads it.</remarks>
public sealed class SimulatedMlx90640 : II2cDevice
{
    private readonly Lock _lock = new();
    private readonly ThermalScene _scene;
    private readonly TimeProvider _time;
    private readonly SimulatedMlx90640Options _options;
    private readonly SceneRenderer _renderer = new(SceneOptics.Mlx90640);
    private readonly Mlx90640RegisterFile _registers;
    private readonly Mlx90640Parameters _parameters = new();
    private readonly GaussianNoise _noise;
    private readonly float[] _celsius = new float[Pixels];
    private MonotonicInstant _poweredAt;
    private long _measured;
    private bool _plugged = true;

    public SimulatedMlx90640(ThermalScene scene, TimeProvider time, SimulatedMlx90640Options options)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(options);
        _scene = scene;
        _time = time;
        _options = options;
        _noise = new GaussianNoise(options.Seed);
        _registers = new Mlx90640RegisterFile(SyntheticEeprom.Build(options.Seed, [.. options.Broken]));
        _poweredAt = MonotonicInstant.Now(time);
        if (Mlx90640Eeprom.TryExtract(_registers.Eeprom, _parameters) != SensorFault.None)
        {
            throw new ArgumentException("More pixels are marked broken than a chip may have.", nameof(options));
        }
    }

    /// <summary>False: nothing answers. A chip plugged in again has lost its settings.</summary>
    public bool Plugged
    {
        get
        {
            lock (_lock)
            {
                return _plugged;
            }
        }

        set
        {
            lock (_lock)
            {
                if (value && !_plugged)
                {
                    PowerUp();
                }

                _plugged = value;
            }
        }
    }

    /// <summary>A dip of the supply: settings are lost, the chip answers on.</summary>
    public void BrownOut()
    {
        lock (_lock)
        {
            PowerUp();
        }
    }

    /// <inheritdoc/>
    public BusFault Transfer(ReadOnlySpan<byte> write, Span<byte> read)
    {
        lock (_lock)
        {
            if (!_plugged)
            {
                return BusFault.AddressNack;
            }

            Measure();
            BusFault fault = _registers.Transfer(write, read);
            if (_options.BusKilohertz > 0)
            {
                // 9 clocks a byte, and an address byte each way; what is measured meanwhile is found at the next transfer.
                double bytes = write.Length + read.Length + 2;
                Task.Delay(TimeSpan.FromMilliseconds(bytes * 9 / _options.BusKilohertz), _time, CancellationToken.None).Wait(CancellationToken.None);
            }

            return fault;
        }
    }

    public void Dispose()
    {
    }

    private void PowerUp()
    {
        _registers.PowerUp();
        _poweredAt = MonotonicInstant.Now(_time);
        _measured = 0;
    }

    /// <summary>Makes the sub-pages that have become due; of many, the last two, as the others are overwritten.</summary>
    private void Measure()
    {
        double hertz = (1 << ((_registers.Control & ControlRefreshMask) >> ControlRefreshShift)) / 2.0;
        double seconds = (MonotonicInstant.Now(_time) - _poweredAt).TotalSeconds;
        long due = (long)(seconds * hertz);
        if (due < _measured)
        {
            // The rate was lowered; the count goes on from here.
            _measured = due;
        }

        for (long n = Math.Max(_measured + 1, due - 1); n <= due; n++)
        {
            int subPage = (int)(n & 1);
            SceneContent content = _scene.Content;
            _renderer.Draw(content, n / hertz, _celsius);
            AddNoise(_options.NoiseAtOneHertz * Math.Sqrt(hertz));
            Mlx90640Synthesis.Fill(_celsius, content.AmbientCelsius + _options.SelfHeatingCelsius, _options.SupplyVolts, _registers.Control, subPage, _parameters, new ConversionConditions(_options.Emissivity), _registers.Ram);
            _registers.Status = (ushort)((_registers.Status & StatusOverwrite) | StatusNewData | subPage);
        }

        _measured = due;
    }

    private void AddNoise(double rmsInTheMiddle)
    {
        for (int i = 0; i < Pixels; i++)
        {
            double x = ((i % Columns) - 15.5) / 15.5, y = ((i / Columns) - 11.5) / 11.5;
            double rms = rmsInTheMiddle * (1 + ((_options.CornerNoise - 1) * ((x * x) + (y * y)) / 2));
            _celsius[i] += (float)(_options.OffsetCelsius + (rms * _noise.Next()));
        }
    }
}

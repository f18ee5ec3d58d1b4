using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.I2c;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>A chip on a bus that looks at a scene: temperatures become register words, with noise, at the rate the control register asks for.</summary>
/// <remarks>Safe to change from other threads while a driver reads it.</remarks>
public sealed class SimulatedMlx90640 : II2cDevice
{
    private readonly Mlx90640Chip _chip;

    public SimulatedMlx90640(ThermalScene scene, TimeProvider time, SimulatedMlx90640Options options)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(options);
        ushort[] eeprom = SyntheticEeprom.Build(options.Seed, [.. options.Broken]);
        _chip = new Mlx90640Chip(eeprom, new SceneView(scene, options, eeprom), time, options.BusKilohertz);
    }

    /// <summary>False: nothing answers. A chip plugged in again has lost its settings.</summary>
    public bool Plugged
    {
        get => _chip.Plugged;
        set => _chip.Plugged = value;
    }

    /// <summary>A dip of the supply: settings are lost, the chip answers on.</summary>
    public void BrownOut() => _chip.BrownOut();

    /// <summary>A chip that answers but measures no more.</summary>
    public void Freeze(bool frozen) => _chip.Freeze(frozen);

    /// <summary>Bus clock, kHz; 0: transfers take no time.</summary>
    public void SetBusClock(int kilohertz) => _chip.SetBusClock(kilohertz);

    /// <inheritdoc/>
    public BusFault Transfer(ReadOnlySpan<byte> write, Span<byte> read) => _chip.Transfer(write, read);

    public void Dispose()
    {
    }

    private sealed class SceneView : IMlx90640View
    {
        private readonly ThermalScene _scene;
        private readonly SimulatedMlx90640Options _options;
        private readonly SceneRenderer _renderer = new(SceneOptics.Mlx90640);
        private readonly Mlx90640Parameters _parameters = new();
        private readonly GaussianNoise _noise;
        private readonly float[] _celsius = new float[Pixels];

        public SceneView(ThermalScene scene, SimulatedMlx90640Options options, ushort[] eeprom)
        {
            _scene = scene;
            _options = options;
            _noise = new GaussianNoise(options.Seed);
            if (Mlx90640Eeprom.TryExtract(eeprom, _parameters) != SensorFault.None)
            {
                throw new ArgumentException("More pixels are marked broken than a chip may have.", nameof(options));
            }
        }

        public int Measure(long count, double hertz, ushort control, Span<ushort> ram)
        {
            int subPage = (int)(count & 1);
            SceneContent content = _scene.Content;
            _renderer.Draw(content, count / hertz, _celsius);
            AddNoise(_options.NoiseAtOneHertz * Math.Sqrt(hertz));
            Mlx90640Synthesis.Fill(_celsius, content.AmbientCelsius + _options.SelfHeatingCelsius, _options.SupplyVolts, control, subPage, _parameters, new ConversionConditions(_options.Emissivity), ram);
            return subPage;
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
}

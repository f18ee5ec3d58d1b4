using BenchmarkDotNet.Attributes;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Simulation.Thermal;
using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Benchmarks.Thermal;

/// <summary>From words to temperatures: one sub-page (supply, chip temperature and 384 pixels), and the extraction of parameters.</summary>
[MemoryDiagnoser]
public class ThermalMlx90640Benchmarks
{
    private readonly Mlx90640Parameters _parameters = new();
    private readonly float[] _celsius = new float[Pixels];
    private readonly ushort[] _ram = new ushort[RamWords];
    private ushort[] _eeprom = [];
    private SubPageFactors _factors;

    [GlobalSetup]
    public void Setup()
    {
        _eeprom = SyntheticEeprom.Build(1);
        Mlx90640Eeprom.TryExtract(_eeprom, _parameters);
        new SceneRenderer(SceneOptics.Mlx90640).Draw(new SceneContent { People = [new ScenePerson(36.5, 0.6)] }, 0, _celsius);
        Mlx90640Synthesis.Fill(_celsius, 30, 3.3, ControlAtPowerUp, 0, _parameters, new ConversionConditions(0.98), _ram);
        _factors = Mlx90640Conversion.Factors(_ram, ControlAtPowerUp, 0, _parameters, new ConversionConditions(0.98), Mlx90640Conversion.Read(_ram, ControlAtPowerUp, _parameters));
    }

    [Benchmark]
    public SensorFault SubPage() => Mlx90640Conversion.TryConvert(_ram, ControlAtPowerUp, 0, _parameters, new ConversionConditions(0.98), _celsius, out _);

    [Benchmark]
    public SensorFault SubPageInterleaved() => Mlx90640Conversion.TryConvert(_ram, ControlAtPowerUp & ~ControlChessPattern, 0, _parameters, new ConversionConditions(0.98), _celsius, out _);

    [Benchmark]
    public bool SubPagePixelsScalar() => Mlx90640Kernel.ConvertScalar(_factors, _parameters, chess: true, 0, _ram.AsSpan(0, Pixels), _celsius);

    [Benchmark]
    public SensorFault Extraction() => Mlx90640Eeprom.TryExtract(_eeprom, _parameters);
}

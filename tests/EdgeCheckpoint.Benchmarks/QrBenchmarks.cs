using BenchmarkDotNet.Attributes;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Hardware.Qr;
using EdgeCheckpoint.Simulation.Qr;

namespace EdgeCheckpoint.Benchmarks;

/// <summary>One camera picture, by reader and by what is in it.</summary>
[MemoryDiagnoser]
public class QrBenchmarks
{
    private readonly QrReader _own = new(new QrReaderOptions { Engines = QrEngines.Own, Accumulate = false });
    private readonly QrReader _zxing = new(new QrReaderOptions { Engines = QrEngines.Zxing });
    private GrayPicture _picture = new(1, 1);

    [Params(PhoneScene.Steady, PhoneScene.Tilted, PhoneScene.Dark)]
    public PhoneScene Scene { get; set; }

    [GlobalSetup]
    public void Setup() => _picture = new PhoneVideo(Scene, seed: 1, 1280, 720, QrWriter.Encode(new string('A', 200))).Play().ElementAt(20).Picture;

    [Benchmark]
    public IReadOnlyList<DecodedCode> Own() => _own.Decode(_picture.Image);

    [Benchmark(Baseline = true)]
    public IReadOnlyList<DecodedCode> Zxing() => _zxing.Decode(_picture.Image);

    [GlobalCleanup]
    public void Cleanup()
    {
        _own.Dispose();
        _zxing.Dispose();
    }
}

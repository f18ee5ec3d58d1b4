using BenchmarkDotNet.Attributes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Kiosk.Screen;

namespace EdgeCheckpoint.Benchmarks;

/// <summary>What the loop pays to show something: one call to the hub with a browser looking.</summary>
[MemoryDiagnoser]
public class ScreenBenchmarks
{
    private readonly ScreenHub _hub = new(TimeProvider.System);
    private readonly byte[] _picture = new byte[1280 * 720];
    private ScreenView[] _views = [];
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        _ = _hub.TryListen();
        _views = [.. Enumerable.Range(0, 16).Select(static second => new ScreenView
        {
            Page = ScreenPage.Verdict, Verdict = Verdict.Refer, Reasons = [Reasons.TemperatureElevated], Prompts = [Prompt.SeeStaff], Celsius = 37.8, SecondsLeft = second,
        })];
    }

    /// <summary>A verdict that differs from the last.</summary>
    [Benchmark]
    public void ShowVerdict() => _hub.Show(_views[_next++ & 15]);

    /// <summary>A camera picture of 1280 x 720 made small.</summary>
    [Benchmark]
    public object MakePictureSmall() => Thumbnail.Of(new GrayImage(_picture, 1280, 720, 1280));
}

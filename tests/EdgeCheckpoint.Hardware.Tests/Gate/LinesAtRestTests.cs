using EdgeCheckpoint.Hardware.Gate;
using EdgeCheckpoint.Hardware.Gpio;
using EdgeCheckpoint.Simulation.Gate;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Gate;

/// <summary>What becomes of the outputs when the service is killed, on a chip that leaves them driven.</summary>
public sealed class LinesAtRestTests : IDisposable
{
    private const int Relay = 3, Red = 4;

    private readonly SimulatedGpioChip _chip = new(8, new ManualTime()) { KeepsLevels = true };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_relay_left_with_current_by_a_killed_service_loses_it(bool activeLow)
    {
        SiteOptions options = Wired(activeLow);
        _chip.Request(new GpioRequest("killed", Output: true, [new GpioLine(Relay, activeLow, Active: true), new GpioLine(Red, Active: true)]), out IGpioLines? lines);
        lines!.Dispose(); // as the kernel does with the handles of a process that is gone
        Assert.Equal((!activeLow, true), (_chip.IsHigh(Relay), _chip.IsHigh(Red)));
        Assert.Equal(["gate:relay: at rest", "signals:red: at rest"], LinesAtRest.Put(_chip, options));
        Assert.Equal((activeLow, false), (_chip.IsHigh(Relay), _chip.IsHigh(Red)));
        Assert.False(_chip.IsTaken(Relay));
    }

    [Fact]
    public void Lines_of_a_service_that_lives_are_left_alone()
    {
        _chip.Request(new GpioRequest("alive", Output: true, [new GpioLine(Relay, Active: true)]), out IGpioLines? lines);
        Assert.Equal("gate:relay: left alone, another program has it", LinesAtRest.Put(_chip, Wired(false))[0]);
        Assert.True(_chip.IsHigh(Relay));
        lines!.Dispose();
    }

    [Fact]
    public void A_chip_that_fails_is_told_for_each_line()
    {
        _chip.Broken = GpioFault.Absent;
        Assert.Equal(["gate:relay: not at rest, the chip says Absent", "signals:red: not at rest, the chip says Absent"], LinesAtRest.Put(_chip, Wired(false)));
    }

    public void Dispose() => _chip.Dispose();

    private static SiteOptions Wired(bool activeLow) => new()
    {
        Gate = new GateOptions { Relay = new LineOptions { Line = "GPIO3", ActiveLow = activeLow } },
        Signals = new SignalOptions { Red = new LineOptions { Line = "4" } },
    };
}

using EdgeCheckpoint.Hardware.Gpio;
using EdgeCheckpoint.Simulation.Gate;

namespace EdgeCheckpoint.Hardware.Tests.Gpio;

public sealed class SimulatedGpioTests() : GpioContract(Bench())
{
    [Fact]
    public void A_level_that_held_long_enough_is_told_though_its_timer_is_late()
    {
        LateTimers time = new();
        using SimulatedGpioChip chip = new(1, time);
        GpioRequest request = new("late", Output: false, [new GpioLine(0)]) { Edges = true, Debounce = TimeSpan.FromMilliseconds(50) };
        Assert.Equal(GpioFault.None, chip.Request(request, out IGpioLines? lines));
        using (lines)
        {
            chip.Drive(0, high: true);
            time.Now += TimeSpan.FromMilliseconds(200);
            chip.Drive(0, high: false);
            GpioEdge[] edges = new GpioEdge[4];
            lines!.Wait(edges, timeoutMilliseconds: 0, out int count);
            Assert.Equal(1, count);
            Assert.True(edges[0].Active);

            time.Now += TimeSpan.FromMilliseconds(20);
            chip.Drive(0, high: true);
            lines.Wait(edges, timeoutMilliseconds: 0, out count);
            Assert.Equal(0, count);
        }
    }

    private static SimulatedGpioChip Bench()
    {
        SimulatedGpioChip chip = new(8, TimeProvider.System);
        chip.Wire(0, 1);
        chip.Wire(2, 3);
        chip.Wire(4, 5);
        return chip;
    }

    /// <summary>A machine so busy that no timer ever fires.</summary>
    private sealed class LateTimers : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}

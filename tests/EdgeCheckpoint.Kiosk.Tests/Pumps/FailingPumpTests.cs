using EdgeCheckpoint.Kiosk.Pumps;
using EdgeCheckpoint.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeCheckpoint.Kiosk.Tests.Pumps;

public sealed class FailingPumpTests
{
    [Fact]
    public async Task A_pump_that_fails_again_and_again_goes_on_and_says_that_its_device_is_out_of_order()
    {
        var time = new ManualTime();
        using var pump = new FailingPump(time);
        await pump.StartAsync(CancellationToken.None);
        while (pump.Told < 2)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(3, pump.RunsBeforeTold);
        Assert.True(pump.Runs >= 4);
        await pump.StopAsync(CancellationToken.None);
    }

    private sealed class FailingPump(TimeProvider time) : Pump(time, NullLogger.Instance)
    {
        public int Runs { get; private set; }

        public int Told { get; private set; }

        public int RunsBeforeTold { get; private set; }

        protected override Task RunAsync(CancellationToken stoppingToken)
        {
            Runs++;
            throw new InvalidOperationException("broken");
        }

        protected override ValueTask OnFailingAsync(CancellationToken stoppingToken)
        {
            (RunsBeforeTold, Told) = (Told == 0 ? Runs : RunsBeforeTold, Told + 1);
            return ValueTask.CompletedTask;
        }
    }
}

using EdgeCheckpoint.Kiosk.Clock;
using EdgeCheckpoint.Kiosk.Loop;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Time as an input: ten ticks a second.</summary>
internal sealed class TickPump(KioskLoop loop, WallClock clock, TimeProvider time, ILogger<TickPump> log) : Pump(time, log)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, Time);
        do
        {
            await loop.SendAsync(clock.Tick(), stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

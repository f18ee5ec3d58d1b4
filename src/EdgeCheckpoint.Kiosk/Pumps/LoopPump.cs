using EdgeCheckpoint.Kiosk.Loop;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Runs the one loop.</summary>
internal sealed class LoopPump(KioskLoop loop, TimeProvider time, ILogger<LoopPump> log) : Pump(time, log)
{
    protected override Task RunAsync(CancellationToken stoppingToken) => loop.RunAsync(stoppingToken);
}

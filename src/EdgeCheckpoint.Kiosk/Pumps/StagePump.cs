using EdgeCheckpoint.Simulation.Stage;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Keeps a simulated kiosk's sensors at what the stage says.</summary>
internal sealed class StagePump(StageFollower follower, TimeProvider time, ILogger<StagePump> log) : Pump(time, log)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, Time);
        do
        {
            follower.Follow();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Kiosk.Clock;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Keeps the small status line of the screen true.</summary>
internal sealed class StatusPump(
    ScreenHub screen,
    SensorStates sensors,
    IEventSource journal,
    IFrameSource camera,
    WallClock clock,
    TimeProvider time,
    ILogger<StatusPump> log) : Pump(time, log)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, Time);
        do
        {
            screen.Report(new ScreenStatus
            {
                Network = sensors.Network,
                Queue = journal.Epochs().Sum(static e => e.Last - e.Acked),
                Thermal = sensors.Thermal,
                Camera = camera.Health.Delivering ? DeviceState.Ready : DeviceState.Fault,
                Clock = clock.State,
            });
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Kiosk.Clock;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Keeps the small status line of the screen true, and tells the loop when the gate's lines fail or are back.</summary>
internal sealed class StatusPump(
    ScreenHub screen,
    SensorStates sensors,
    IEventSource journal,
    IFrameSource camera,
    ISiteInputs inputs,
    KioskLoop loop,
    WallClock clock,
    TimeProvider time,
    ILogger<StatusPump> log) : Pump(time, log)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private string _gateFault = "";

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, Time);
        do
        {
            ReportGate();
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

    private void ReportGate()
    {
        if (inputs.Fault != _gateFault)
        {
            _gateFault = inputs.Fault;
            if (_gateFault.Length > 0)
            {
                Log.GateAbsent(Logger, _gateFault);
            }

            loop.Offer(new DeviceChanged(MonotonicInstant.Now(Time), KioskDevice.Gate, _gateFault.Length > 0, Reasons.GateFault));
        }
    }
}

using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Screen;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Sensor to observation: reads pictures on a thread of its own, understands them, and tells the loop.</summary>
internal sealed class ThermalPump(
    IThermalSensor sensor,
    SubjectTracker tracker,
    KioskLoop loop,
    ScreenHub screen,
    SensorStates states,
    Calibration calibration,
    TimeProvider time,
    ILogger<ThermalPump> log) : Pump(time, log)
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromMilliseconds(200);

    private SensorFault? _reported;

    protected override Task RunAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => ReadPictures(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    protected override ValueTask OnFailingAsync(CancellationToken stoppingToken) => ReportAsync(SensorFault.OutOfService, stoppingToken);

    private void ReadPictures(CancellationToken stoppingToken)
    {
        var frame = new ThermalFrame(sensor.Width, sensor.Height);
        while (!stoppingToken.IsCancellationRequested)
        {
            SensorFault fault = sensor.Read(frame, stoppingToken);
            if (stoppingToken.IsCancellationRequested)
            {
                // A read that was cut short by the stop says nothing of the sensor.
                return;
            }

            calibration.Look();
            if (fault == SensorFault.Correcting)
            {
                // The next picture comes by itself; what was read before grows old meanwhile.
                continue;
            }

            if (fault != SensorFault.None)
            {
                tracker.Observe(fault, MonotonicInstant.Now(Time));
                ReportAsync(fault, stoppingToken).AsTask().GetAwaiter().GetResult();
                if (fault != SensorFault.WarmingUp)
                {
                    Task.Delay(PauseAfterFault, Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
                }

                continue;
            }

            (tracker.Degraded, tracker.CalibrationOffset) = (calibration.Reason, calibration.OffsetCelsius);

            // Only a picture that was understood shows that all is well.
            SubjectObservation observation = tracker.Observe(frame);
            ReportAsync(SensorFault.None, stoppingToken).AsTask().GetAwaiter().GetResult();
            loop.Offer(new Observed(MonotonicInstant.Now(Time), observation));
            screen.ShowThermal(frame, observation.Head);
        }
    }

    private async ValueTask ReportAsync(SensorFault fault, CancellationToken stoppingToken)
    {
        states.Thermal = fault switch
        {
            SensorFault.None => calibration.Reason is null ? DeviceState.Ready : DeviceState.Degraded,
            SensorFault.WarmingUp => DeviceState.WarmingUp,
            _ => DeviceState.Fault,
        };
        if (fault == _reported)
        {
            return;
        }

        _reported = fault;
        bool faulty = fault != SensorFault.None;
        if (faulty)
        {
            Log.SensorFault(Logger, fault, sensor.Problem);
        }
        else
        {
            Log.SensorReady(Logger);
        }

        string reason = fault == SensorFault.WarmingUp ? Reasons.SensorWarmingUp : Reasons.SensorFault;
        await loop.SendAsync(new DeviceChanged(MonotonicInstant.Now(Time), KioskDevice.Thermal, faulty, reason), stoppingToken);
    }
}

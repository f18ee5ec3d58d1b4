using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Pumps;
using EdgeCheckpoint.Kiosk.Screen;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeCheckpoint.Kiosk.Tests.Pumps;

public sealed class ThermalPumpTests : IThermalSensor, IOutbox, IEffects
{
    private readonly TaskCompletionSource _alarmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _waits = true;

    public string Model => "test";

    public int Width => 32;

    public int Height => 24;

    [Fact]
    public async Task Stopping_the_service_is_no_fault_of_the_sensor()
    {
        (KioskLoop loop, ThermalPump pump) = Build();
        await pump.StartAsync(CancellationToken.None);
        await _reading.Task;
        await pump.StopAsync(CancellationToken.None);

        // Whatever the pump told the loop before it ended is handled now.
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await loop.RunAsync(stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.False(_alarmed.Task.IsCompleted);
    }

    [Fact]
    public async Task A_sensor_that_gives_nothing_is_alarmed()
    {
        _waits = false;
        (KioskLoop loop, ThermalPump pump) = Build();
        using var stop = new CancellationTokenSource();
        Task running = loop.RunAsync(stop.Token);
        await pump.StartAsync(CancellationToken.None);
        await _alarmed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await pump.StopAsync(CancellationToken.None);
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    SensorFault IThermalSensor.Read(ThermalFrame frame, CancellationToken cancellationToken)
    {
        _reading.TrySetResult();
        if (_waits)
        {
            cancellationToken.WaitHandle.WaitOne();
        }

        return SensorFault.Timeout;
    }

    OutboxResult IOutbox.Append(CheckpointEvent data, EventTime time)
    {
        if (data is AlarmEvent { Code: Reasons.SensorFault, Active: true })
        {
            _alarmed.TrySetResult();
        }

        return new OutboxResult(OutboxFault.None, new EventKey("k", "e", 1));
    }

    void IEffects.Apply(MachineEffect effect)
    {
    }

    void IEffects.Recorded(EventKey key, CheckpointEvent data)
    {
    }

    void IDisposable.Dispose()
    {
    }

    private (KioskLoop Loop, ThermalPump Pump) Build()
    {
        var machine = new CheckpointMachine(
            new MachineOptions(), ReadyPolicies.Load(ReadyPolicies.Default), new Site("d", "c", "k"), "b", new Pseudonym(new byte[32]));
        var screen = new ScreenHub(TimeProvider.System);
        var watch = new ServiceWatch(new SystemdNotifier(null, null), screen, TimeProvider.System);
        var loop = new KioskLoop(machine, this, this, watch, TimeProvider.System, NullLogger<KioskLoop>.Instance);
        var tracker = new SubjectTracker(Width, Height, new ThermalOptions());
        return (loop, new ThermalPump(this, tracker, loop, screen, new SensorStates(), TimeProvider.System, NullLogger<ThermalPump>.Instance));
    }
}

using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Board;
using EdgeCheckpoint.Hardware.Thermal;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Pumps;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeCheckpoint.Kiosk.Tests.Pumps;

public sealed class ThermalPumpTests : IThermalSensor, IOutbox, IEffects
{
    private readonly TaskCompletionSource _alarmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _readAll = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _readOften = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SensorStates _states = new();
    private string _calibrationFile = "";
    private SensorFault _fault = SensorFault.Timeout;
    private int _reads;
    private bool _waits = true;
    private SubjectTracker _tracker;
    private Queue<SensorFault>? _script;

    public ThermalPumpTests() => _tracker = new SubjectTracker(Width, Height, Traits, new ThermalOptions());

    public string Model => "test";

    public string Problem => "";

    public int Width => 8;

    public int Height => 8;

    public SensorTraits Traits => SensorTraits.Amg8833;

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

    [Fact]
    public async Task A_camera_behind_its_shutter_is_no_fault()
    {
        (_waits, _fault) = (false, SensorFault.Correcting);
        (KioskLoop loop, ThermalPump pump) = Build();
        await pump.StartAsync(CancellationToken.None);
        await _readOften.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await pump.StopAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await loop.RunAsync(stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.False(_alarmed.Task.IsCompleted);
        Assert.Equal(DeviceState.Unknown, _states.Thermal);
    }

    [Theory]
    [InlineData(null, DeviceState.Degraded)]
    [InlineData(-1, DeviceState.Degraded)]
    [InlineData(1, DeviceState.Ready)]
    public async Task A_sensor_whose_calibration_is_absent_or_expired_is_degraded(int? daysLeft, DeviceState state)
    {
        using var folder = new TemporaryFolder();
        _calibrationFile = folder.File("calibration.jsonl");
        if (daysLeft is { } days)
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            CalibrationFile.Append(_calibrationFile, new CalibrationRecord(37, 36.5, 21, "a technician", now.AddDays(-30), now.AddDays(days)));
        }

        (_waits, _fault) = (false, SensorFault.None);
        (KioskLoop _, ThermalPump pump) = Build();
        await pump.StartAsync(CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (_states.Thermal == DeviceState.Unknown && !patience.IsCancellationRequested)
        {
            await Task.Yield();
        }

        await pump.StopAsync(CancellationToken.None);
        Assert.Equal(state, _states.Thermal);
    }

    [Theory]
    [InlineData(false, SubjectState.Measured)]
    [InlineData(true, SubjectState.HoldStill)]
    public async Task Whoever_stands_there_after_a_fault_is_measured_anew(bool fault, SubjectState next)
    {
        _script = new Queue<SensorFault>(Enumerable.Repeat(SensorFault.None, 20));
        if (fault)
        {
            _script.Enqueue(SensorFault.Timeout);
        }

        _tracker = new SubjectTracker(Width, Height, Traits, new ThermalOptions { WarmUp = TimeSpan.Zero, UncertaintyAtMostCelsius = 3 });
        (KioskLoop _, ThermalPump pump) = Build();
        await pump.StartAsync(CancellationToken.None);
        await _readAll.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await pump.StopAsync(CancellationToken.None);
        var frame = new ThermalFrame(Width, Height);
        ShowPerson(frame);
        Assert.Equal(next, _tracker.Observe(frame).State);
    }

    SensorFault IThermalSensor.Read(ThermalFrame frame, CancellationToken cancellationToken)
    {
        _reading.TrySetResult();
        if (++_reads == 5)
        {
            _readOften.TrySetResult();
        }

        if (_script is not null && _script.TryDequeue(out SensorFault next))
        {
            ShowPerson(frame);
            return next;
        }

        _readAll.TrySetResult();
        if (_waits)
        {
            cancellationToken.WaitHandle.WaitOne();
        }

        return _fault;
    }

    /// <summary>Somebody who comes after the fifth picture.</summary>
    private void ShowPerson(ThermalFrame frame)
    {
        frame.Celsius.AsSpan().Fill(22);
        frame.Celsius[28] = _reads <= 5 ? 22 : 34.5f;
        frame.SensorCelsius = float.NaN;
        frame.At = MonotonicInstant.FromMilliseconds(100 * _reads);
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
        var watch = new ServiceWatch(new SystemdNotifier(null, null), screen, TimeProvider.System, new NoWatchdog());
        var loop = new KioskLoop(machine, this, this, watch, TimeProvider.System, NullLogger<KioskLoop>.Instance);
        return (loop, new ThermalPump(this, _tracker, loop, screen, _states, new Calibration(_calibrationFile, TimeProvider.System, NullLogger<Calibration>.Instance), TimeProvider.System, NullLogger<ThermalPump>.Instance));
    }
}

using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Board;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Uplink.Outbox;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeCheckpoint.Benchmarks.Kiosk;

/// <summary>From the last fact needed to the durable event and the gate: the production loop, machine, policy and journal, people one after the other.</summary>
internal sealed class DecisionBench : IEffects, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgecheckpoint-bench-");
    private readonly SqliteOutbox _outbox;
    private readonly KioskLoop _loop;
    private readonly SemaphoreSlim _gate = new(0);

    /// <summary>Ahead of the clock, as fast as the bench is: nothing of it comes late.</summary>
    private double _seconds = MonotonicInstant.Now(TimeProvider.System).SinceStart.TotalSeconds;
    private long _openedAt;

    public DecisionBench()
    {
        var site = new Site("bench", "bench", "bench");
        _outbox = new SqliteOutbox(new OutboxOptions { Folder = _folder.FullName, Site = site }, TimeProvider.System);
        var machine = new CheckpointMachine(
            new MachineOptions { GateReports = true }, ReadyPolicies.Load(ReadyPolicies.Default), site, "bench", new Pseudonym(new byte[32]));
        var watch = new ServiceWatch(new SystemdNotifier(null, null), new ScreenHub(TimeProvider.System), TimeProvider.System, new NoWatchdog());
        _loop = new KioskLoop(machine, _outbox, this, watch, TimeProvider.System, NullLogger<KioskLoop>.Instance);
    }

    public async Task<Percentiles> RunAsync(int people)
    {
        using var stop = new CancellationTokenSource();
        Task loop = _loop.RunAsync(stop.Token);
        var times = new Percentiles("last fact to durable event and gate");
        for (int i = -100; i < people; i++)
        {
            await TickAsync(0.1);
            await _loop.SendAsync(new Observed(Now, Measured()), CancellationToken.None);
            long from = TimeProvider.System.GetTimestamp();
            await _loop.SendAsync(new CodePresented(Now, Code(i)), CancellationToken.None);
            await _gate.WaitAsync();

            // The first hundred warm the runtime up.
            if (i >= 0)
            {
                times.Add(TimeProvider.System.GetElapsedTime(from, Interlocked.Read(ref _openedAt)));
            }

            await _loop.SendAsync(new GateReported(Now, GatePassage.Passed), CancellationToken.None);
            await TickAsync(2);
        }

        await stop.CancelAsync();
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return times;
    }

    public void Apply(MachineEffect effect)
    {
        if (effect is OpenGate)
        {
            Interlocked.Exchange(ref _openedAt, TimeProvider.System.GetTimestamp());
            _gate.Release();
        }
    }

    public void Recorded(EventKey key, CheckpointEvent data)
    {
    }

    public void Dispose()
    {
        _outbox.Dispose();
        _gate.Dispose();
        _folder.Delete(recursive: true);
    }

    private MonotonicInstant Now => new(TimeSpan.FromSeconds(_seconds));

    private async Task TickAsync(double seconds)
    {
        _seconds += seconds;
        await _loop.SendAsync(new Ticked(Now, DateTimeOffset.UnixEpoch.AddYears(56).AddSeconds(_seconds), ClockState.Synced), CancellationToken.None);
    }

    private SubjectObservation Measured() => new()
    {
        At = Now, State = SubjectState.Measured, People = 1, Reading = new Measurement(36.5, 0.3, "fixed"), Class = TemperatureClass.Normal,
    };

    private static CredentialResult Code(int i) => new()
    {
        Format = "ECP1", Status = CredentialStatus.Valid, Kind = "personal", Id = $"id{i}", Subject = $"s{i}", KeyId = "ab",
        Claims = new System.Text.Json.Nodes.JsonObject { ["colour"] = "green" },
    };
}

using BenchmarkDotNet.Attributes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Benchmarks;

/// <summary>One person through the machine, from the first picture to rest again, decision by the default policy included.</summary>
[MemoryDiagnoser]
public class MachineBenchmarks
{
    private readonly List<MachineEffect> _effects = [];
    private readonly CheckpointMachine _machine = new(
        new MachineOptions { GateReports = true }, ReadyPolicies.Load(ReadyPolicies.Default), new Site("d", "c", "k"), "b", new Pseudonym(new byte[32]));

    private readonly CredentialResult _code = new()
    {
        Format = "ECP1", Status = CredentialStatus.Valid, Kind = "personal", Id = "1", Subject = "s", KeyId = "ab",
        Claims = new System.Text.Json.Nodes.JsonObject { ["colour"] = "green" },
    };

    private double _seconds;
    private long _sequence;

    [Benchmark]
    public MachineState Person()
    {
        Step(at => new Ticked(at, DateTimeOffset.UnixEpoch.AddSeconds(_seconds), ClockState.Synced));
        Step(static at => new Observed(at, new SubjectObservation
        {
            At = at, State = SubjectState.Measured, People = 1, Reading = new Measurement(36.5, 0.3, "fixed"), Class = TemperatureClass.Normal,
        }));
        Step(at => new CodePresented(at, _code));
        Step(static at => new GateReported(at, GatePassage.Passed));
        _seconds += 2;
        Step(at => new Ticked(at, DateTimeOffset.UnixEpoch.AddSeconds(_seconds), ClockState.Synced));
        return _machine.State;
    }

    private void Step(Func<MonotonicInstant, MachineInput> input)
    {
        var at = new MonotonicInstant(TimeSpan.FromSeconds(_seconds));
        _effects.Clear();
        _machine.Step(input(at), _effects);
        foreach (Append append in _effects.OfType<Append>().ToArray())
        {
            _machine.Step(new Journaled(at, new EventKey("k", "e", ++_sequence), append.Data), _effects);
        }
    }
}

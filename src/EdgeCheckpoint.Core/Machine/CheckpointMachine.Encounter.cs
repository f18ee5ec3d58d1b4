using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>From somebody being there to the verdict, and through the gate.</summary>
public sealed partial class CheckpointMachine
{
    private void AdvanceEncounter(Encounter encounter, MonotonicInstant at, IList<MachineEffect> effects)
    {
        encounter.DropWhatIsTooOld(at, _options);
        bool takesTemperature = Mode is not KioskMode.CodeOnly;
        bool takesCode = Mode is not KioskMode.TemperatureOnly;
        bool temperatureReady = !takesTemperature || encounter.HasFinalReading(_options);
        bool codeReady = !takesCode || encounter.Credential is not null;

        if (encounter.CrowdedSince is { } crowded)
        {
            if ((at - crowded).TotalSeconds >= _options.CrowdTimeoutSeconds)
            {
                Decide(encounter, [Reasons.SeveralPeople], at, effects);
            }
        }
        else if (temperatureReady && codeReady)
        {
            Decide(encounter, _faults.TryGetValue(KioskDevice.Gate, out string? gateFault) ? [gateFault] : [], at, effects);
        }
        else if (takesTemperature && encounter.Reading is null && CannotMeasure() is { } obstacle)
        {
            // Nobody can be seen now, so nobody can be seen leaving either: the code decides that somebody is there.
            if (codeReady || (at - encounter.StartedAt).TotalSeconds >= _options.ReadingTimeoutSeconds)
            {
                Decide(encounter, [obstacle], at, effects);
            }
        }
        else if (temperatureReady && CannotRead() is { } blindness)
        {
            Decide(encounter, [blindness], at, effects);
        }
        else if (IsGone(at))
        {
            Leave(encounter, at, effects);
        }
        else if (temperatureReady)
        {
            encounter.CodeAwaitedSince ??= at;
            if ((at - encounter.CodeAwaitedSince.Value).TotalSeconds >= _options.CodeTimeoutSeconds)
            {
                Decide(encounter, [Reasons.CodeMissing], at, effects);
            }
        }
        else if ((at - encounter.StartedAt).TotalSeconds >= _options.ReadingTimeoutSeconds)
        {
            Decide(encounter, [Reasons.TemperatureMissing, .. _latest?.Reasons ?? []], at, effects);
        }
    }

    /// <summary>Why no temperature can be taken of anybody at present; null when it can.</summary>
    private string? CannotMeasure() =>
        _faults.TryGetValue(KioskDevice.Thermal, out string? fault) ? fault
        : _latest is { State: SubjectState.EnvironmentUnfit, Reasons: [var reason, ..] } ? reason
        : null;

    /// <summary>Why no code can be read at present; null when the camera or a scanner can.</summary>
    private string? CannotRead() =>
        _faults.TryGetValue(KioskDevice.Camera, out string? fault) && (!_options.HasScanner || _faults.ContainsKey(KioskDevice.Scanner)) ? fault : null;

    /// <summary>The person left before a decision. Only what had begun is worth a record.</summary>
    private void Leave(Encounter encounter, MonotonicInstant at, IList<MachineEffect> effects)
    {
        if (encounter.Reading is not null || encounter.Credential is not null)
        {
            Record(_decider.Abandoned(encounter), at, effects);
        }

        Rest(at);
    }

    private void Decide(Encounter encounter, IReadOnlyList<string> findings, MonotonicInstant at, IList<MachineEffect> effects) =>
        Conclude(_decider.Decide(encounter, findings, Mode, Now(at), _clock), at, effects);

    private void Conclude(ScanEvent scan, MonotonicInstant at, IList<MachineEffect> effects)
    {
        _encounter = null;
        _outcome = new Outcome(scan.Verdict, scan.Reasons, scan.Measurement?.Celsius, Sequence: null);
        Record(scan, at, effects);
        effects.Add(new Signal(scan.Verdict));
        if (scan.Verdict == Verdict.Pass)
        {
            effects.Add(new OpenGate(Hold: false));
            _seenAt = at;
            Enter(MachineState.Passage, at);
        }
        else
        {
            Enter(MachineState.ShowVerdict, at);
        }
    }

    private void OnGate(GateReported report, IList<MachineEffect> effects)
    {
        switch (report.Passage)
        {
            case GatePassage.Passed when State == MachineState.Passage:
                EndPassage("passed", "feedback", report.At, effects);
                break;
            case GatePassage.Passed when State == MachineState.CoolDown && _outcome is { Verdict: Verdict.Pass }:
                Record(new GateEvent("tailgated", "feedback", _outcome.Sequence), report.At, effects);
                break;
            case GatePassage.NotPassed when State == MachineState.Passage:
                EndPassage("not-passed", "feedback", report.At, effects);
                break;
            case GatePassage.Forced when State is not (MachineState.Emergency or MachineState.Maintenance):
                Record(new GateEvent("forced", "feedback", _outcome?.Sequence), report.At, effects);
                break;
        }
    }

    private void EndPassage(string action, string cause, MonotonicInstant at, IList<MachineEffect> effects)
    {
        Record(new GateEvent(action, cause, _outcome?.Sequence), at, effects);
        effects.Add(new SecureGate());
        effects.Add(new Signal(null));
        Enter(MachineState.CoolDown, at);
    }

    /// <summary>What was decided about the person in front, for the screen and the gate's events.</summary>
    private sealed record Outcome(Verdict Verdict, IReadOnlyList<string> Reasons, double? Celsius, long? Sequence);
}

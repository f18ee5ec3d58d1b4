using System.Collections.Frozen;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>From somebody being there to the verdict, and through the gate.</summary>
public sealed partial class CheckpointMachine
{
    private static readonly IReadOnlyDictionary<string, string> NoTexts = FrozenDictionary<string, string>.Empty;

    /// <summary>How an encounter ends.</summary>
    private enum Ending
    {
        /// <summary>It goes on.</summary>
        None,

        /// <summary>All that the mode asks for is there.</summary>
        Ready,

        /// <summary>The person did not do in time what was asked.</summary>
        Late,

        /// <summary>The kiosk itself cannot go on.</summary>
        Hindered,

        /// <summary>The person has left.</summary>
        Left,
    }

    private void AdvanceEncounter(Encounter encounter, MonotonicInstant at, IList<MachineEffect> effects)
    {
        encounter.DropWhatIsTooOld(at, Now(at), _options);
        Ending ending = EndingOf(encounter, at, out IReadOnlyList<string> findings);
        if (_visit is { } visit)
        {
            AdvanceOccupant(visit, encounter, ending, findings, at, effects);
        }
        else if (ending == Ending.Left)
        {
            Leave(encounter, at, effects);
        }
        else if (ending != Ending.None)
        {
            Conclude(_decider.Decide(encounter, findings, Moment(at)), at, effects);
        }
    }

    private Ending EndingOf(Encounter encounter, MonotonicInstant at, out IReadOnlyList<string> findings)
    {
        findings = [];
        bool takesTemperature = Mode is not KioskMode.CodeOnly;
        bool takesCode = Mode is not KioskMode.TemperatureOnly;
        bool temperatureReady = !takesTemperature || encounter.HasFinalReading(_options);
        bool codeReady = !takesCode || encounter.Credential is not null;
        bool waitedForReading = (at - encounter.StartedAt).TotalSeconds >= _options.ReadingTimeoutSeconds;

        if (encounter.CrowdedSince is { } crowded)
        {
            findings = [Reasons.SeveralPeople];
            return (at - crowded).TotalSeconds >= _options.CrowdTimeoutSeconds ? Ending.Late : Ending.None;
        }

        if (temperatureReady && codeReady)
        {
            findings = GateFault();
            return Ending.Ready;
        }

        if (takesTemperature && encounter.Reading is null && CannotMeasure() is { } obstacle)
        {
            // Nobody can be seen now, so nobody can be seen leaving either: the code decides that somebody is there.
            findings = [obstacle];
            return codeReady || waitedForReading ? Ending.Hindered : Ending.None;
        }

        if (temperatureReady && CannotRead() is { } blindness)
        {
            findings = [blindness];
            return Ending.Hindered;
        }

        if (IsGone(at))
        {
            return Ending.Left;
        }

        if (temperatureReady)
        {
            encounter.CodeAwaitedSince ??= at;
            findings = [Reasons.CodeMissing];
            return (at - encounter.CodeAwaitedSince.Value).TotalSeconds >= _options.CodeTimeoutSeconds ? Ending.Late : Ending.None;
        }

        findings = [Reasons.TemperatureMissing, .. _latest?.Reasons ?? []];
        return waitedForReading ? Ending.Late : Ending.None;
    }

    /// <summary>Why no temperature can be taken of anybody at present; null when it can.</summary>
    private string? CannotMeasure() =>
        _faults.TryGetValue(KioskDevice.Thermal, out string? fault) ? fault
        : _latest is { State: SubjectState.EnvironmentUnfit, Reasons: [var reason, ..] } ? reason
        : null;

    /// <summary>Why no code can be read at present; null when the camera or a scanner can.</summary>
    private string? CannotRead() =>
        _faults.TryGetValue(KioskDevice.Camera, out string? fault) && (!_options.HasScanner || _faults.ContainsKey(KioskDevice.Scanner)) ? fault : null;

    /// <summary>Nobody is told to pass through a gate that is known to be lost.</summary>
    private IReadOnlyList<string> GateFault() => _faults.TryGetValue(KioskDevice.Gate, out string? fault) ? [fault] : [];

    /// <summary>The person left before a decision. Only what had begun is worth a record.</summary>
    private void Leave(Encounter encounter, MonotonicInstant at, IList<MachineEffect> effects)
    {
        if (encounter.Reading is not null || encounter.Credential is not null)
        {
            Attest(_decider.Abandoned(encounter), at, effects);
        }

        Rest(at);
    }

    private void Conclude(Judgement judgement, MonotonicInstant at, IList<MachineEffect> effects)
    {
        ScanEvent scan = judgement.Scan;
        Forget();
        _outcome = new Outcome(scan.Verdict, scan.Reasons, judgement.Texts, scan.Vehicle is null ? scan.Measurement?.Celsius : null, Sequence: null);
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
                Attest(Gate("tailgated", "feedback", _outcome.Sequence), report.At, effects);
                break;
            case GatePassage.NotPassed when State == MachineState.Passage:
                EndPassage("not-passed", "feedback", report.At, effects);
                break;
            case GatePassage.Forced when State is not (MachineState.Emergency or MachineState.Maintenance):
                Attest(Gate("forced", "feedback", _outcome?.Sequence), report.At, effects);
                break;
        }
    }

    private void EndPassage(string action, string cause, MonotonicInstant at, IList<MachineEffect> effects)
    {
        Attest(Gate(action, cause, _outcome?.Sequence), at, effects);
        effects.Add(new SecureGate());
        effects.Add(new Signal(null));
        Enter(MachineState.CoolDown, at);
    }

    /// <summary>What was decided about the person in front, for the screen and the gate's events.</summary>
    private sealed record Outcome(Verdict Verdict, IReadOnlyList<string> Reasons, IReadOnlyDictionary<string, string> Texts, double? Celsius, long? Sequence);
}

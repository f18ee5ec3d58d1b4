using System.Collections.Frozen;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>From somebody being there to the verdict.</summary>
public sealed partial class CheckpointMachine
{
    /// <summary>How long a registration, or word of it, stands before the person is asked for anything else; the form tells of itself more often.</summary>
    private const double VisitorSeconds = 6;

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
            return;
        }

        switch (ending)
        {
            case Ending.Left:
                Leave(encounter, at, effects);
                break;
            case Ending.Late:
                Conclude(_decider.DecideLate(encounter, findings, Moment(at)), at, effects);
                break;
            case Ending.Ready or Ending.Hindered:
                Conclude(_decider.Decide(encounter, findings, Moment(at)), at, effects);
                break;
        }
    }

    /// <summary>How it ends, if it does; whatever comes and goes in between, it does in time.</summary>
    private Ending EndingOf(Encounter encounter, MonotonicInstant at, out IReadOnlyList<string> findings)
    {
        Ending ending = EndingByItself(encounter, at, out findings);
        if (ending == Ending.None && IsOver(encounter.NearSince ?? encounter.StartedAt, _options.EncounterLimitSeconds, at))
        {
            findings = encounter.WasCrowded ? [Reasons.SeveralPeople] : findings;
            ending = Ending.Late;
        }

        // Of somebody who never came near nothing is recorded.
        return ending == Ending.Late && !encounter.HasBegun ? Ending.Left : ending;
    }

    private Ending EndingByItself(Encounter encounter, MonotonicInstant at, out IReadOnlyList<string> findings)
    {
        findings = [];
        if (at < encounter.StartedAt)
        {
            return Ending.None;
        }

        bool takesTemperature = Mode is not KioskMode.CodeOnly;
        bool takesCode = Mode is not KioskMode.TemperatureOnly;
        bool temperatureReady = !takesTemperature || encounter.HasFinalReading(_options);
        bool codeReady = !takesCode || encounter.Credential is not null;

        if (encounter.CrowdedSince is { } crowded)
        {
            findings = [Reasons.SeveralPeople];
            return IsOver(crowded, _options.CrowdTimeoutSeconds, at) ? Ending.Late : Ending.None;
        }

        if (temperatureReady && codeReady)
        {
            findings = GateFault();
            return Ending.Ready;
        }

        bool left = IsGone(at) && !(SomebodyIsNear && encounter.IsEmpty);
        if (takesTemperature && encounter.Reading is null && CannotMeasure() is { } obstacle)
        {
            // Nobody can be seen now, so nobody can be seen leaving either: the code, or having been near, decides that somebody is there.
            findings = [obstacle];
            return encounter.NearSince is not { } near ? (left ? Ending.Left : Ending.None)
                : codeReady || IsOver(near, _options.ReadingTimeoutSeconds, at) ? Ending.Hindered
                : Ending.None;
        }

        if (temperatureReady && CannotRead() is { } blindness)
        {
            findings = [blindness];
            return Ending.Hindered;
        }

        if (left)
        {
            return Ending.Left;
        }

        if (temperatureReady)
        {
            encounter.CodeAwaitedSince ??= at;
            findings = encounter.IsDeclined(at) ? [Reasons.CodeReplayed, Reasons.CodeMissing] : [Reasons.CodeMissing];
            return IsOver(encounter.CodeAwaitedSince.Value, _options.CodeTimeoutSeconds, at) ? Ending.Late : Ending.None;
        }

        findings = [Reasons.TemperatureMissing, .. _latest?.Reasons ?? []];
        return encounter.ReadingAwaitedSince is { } awaited && IsOver(awaited, _options.ReadingTimeoutSeconds, at) ? Ending.Late : Ending.None;
    }

    /// <summary>Why no temperature can be taken of anybody at present; null when it can.</summary>
    private string? CannotMeasure() =>
        _faults.TryGetValue(KioskDevice.Thermal, out string? fault) ? fault
        : _latest is { State: SubjectState.EnvironmentUnfit, Reasons: [var reason, ..] } latest && !IsCovered(latest) ? reason
        : null;

    /// <summary>Whether the face is covered, which the person can help.</summary>
    private static bool IsCovered(SubjectObservation observation) => observation.Reasons.Contains(Reasons.Occluded);

    /// <summary>Why no code can be read at present; null when the camera or a scanner can.</summary>
    private string? CannotRead() =>
        _faults.TryGetValue(KioskDevice.Camera, out string? fault) && (!_options.HasScanner || _faults.ContainsKey(KioskDevice.Scanner)) ? fault : null;

    /// <summary>Nobody is told to pass through a gate that is known to be lost.</summary>
    private IReadOnlyList<string> GateFault() => _faults.TryGetValue(KioskDevice.Gate, out string? fault) ? [fault] : [];

    /// <summary>The person, also one who was refused just now, begins anew after it.</summary>
    private void OnVisitor(VisitorServed visitor, IList<MachineEffect> effects)
    {
        if (State is MachineState.ShowVerdict or MachineState.CoolDown && _outcome is not { Verdict: Verdict.Pass })
        {
            effects.Add(new Signal(null));
            Rest(visitor.At);
        }

        _seenAt = visitor.At;
        Greet(visitor.At);
        if (_encounter is { } before)
        {
            if (before.Elevated is not null)
            {
                _visit?.SetAside(before);
            }

            _encounter = new Encounter(visitor.At + TimeSpan.FromSeconds(VisitorSeconds)) { Told = visitor.Told ?? Prompt.PleaseWait };
        }
    }

    /// <summary>The person left before a decision. Only what had begun is worth a record.</summary>
    private void Leave(Encounter encounter, MonotonicInstant at, IList<MachineEffect> effects)
    {
        if (!encounter.IsEmpty)
        {
            Attest(_decider.Abandoned(encounter), at, effects);
        }

        if (encounter.WasSeen)
        {
            // A code that nobody was seen with may still be theirs who step up behind it.
            _held.EndTurn(refused: true);
        }

        Rest(at);
    }

    private void Conclude(Judgement judgement, MonotonicInstant at, IList<MachineEffect> effects)
    {
        ScanEvent scan = judgement.Scan;
        IReadOnlyList<Encounter> people = [.. _visit?.Seen ?? [], .. _encounter is { } last ? [last] : Array.Empty<Encounter>()];
        _held.EndTurn(refused: scan.Verdict != Verdict.Pass);
        Forget();
        _outcome = new Outcome(scan.Verdict, scan.Reasons, judgement.Texts, scan.Vehicle is null ? scan.Measurement?.Celsius : null, people, Sequence: null);
        Record(scan, at, effects);
        effects.Add(new Signal(scan.Verdict));
        if (scan.Verdict == Verdict.Pass)
        {
            effects.Add(new OpenGate(Hold: false));
            EnterPassage(at);
        }
        else
        {
            Enter(MachineState.ShowVerdict, at);
        }
    }

    /// <summary>What was decided about the person in front, for the screen and the gate's events.</summary>
    private sealed record Outcome(
        Verdict Verdict, IReadOnlyList<string> Reasons, IReadOnlyDictionary<string, string> Texts, double? Celsius, IReadOnlyList<Encounter> People, long? Sequence);
}

using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>The gate: who may go through it, for how long, and what its reports mean.</summary>
public sealed partial class CheckpointMachine
{
    /// <summary>Whoever goes so soon after an opening has ended went on the strength of it: the one it was for, late, or somebody on their heels.</summary>
    private const double HeelsSeconds = 5;

    /// <summary>What becomes of an opening when nobody can tell.</summary>
    private const string Unseen = "unknown";

    /// <summary>Since when the gate is open by command or button, beside whoever is being served; null when it is not.</summary>
    private MonotonicInstant? _commandedAt;

    /// <summary>Whether the journal has that the gate was opened so; only then is there anything to end.</summary>
    private bool _commandIsWritten;

    /// <summary>Since when the person who may pass is out of view; null while they are not, or nobody can see it.</summary>
    private MonotonicInstant? _leftAt;

    private PastOpening? _lastOpening;

    private bool IsOpen => State == MachineState.Passage || _commandedAt is not null;

    private bool GateIsWatched => State != MachineState.Emergency && Mode != KioskMode.Maintenance;

    private void EnterPassage(MonotonicInstant at)
    {
        // An empty view from before tells nothing of who may pass now.
        (_seenAt, _emptySince, _leftAt) = (at, null, null);
        Enter(MachineState.Passage, at);
    }

    private void AdvancePassage(MonotonicInstant at, IList<MachineEffect> effects)
    {
        bool timeIsOver = Passed(at, _options.PassageTimeoutSeconds);
        if (_options.GateReports)
        {
            if (timeIsOver)
            {
                EndPassage("not-passed", "feedback", at, effects);
            }

            return;
        }

        if (!_options.Vehicles && _emptySince is { } empty && IsOver(empty, RoomAfterSeconds, at))
        {
            _leftAt ??= at;
        }

        if (timeIsOver || (_leftAt is { } left && IsOver(left, _options.WalkSeconds, at)))
        {
            // Whom no sensor sees may have gone or not, and a driver is out of view in any case: nothing is made up.
            EndPassage(_leftAt is not null ? "passed" : SeesPeople && !_options.Vehicles ? "not-passed" : Unseen, "view", at, effects);
        }
    }

    private void OnOpenRequested(MonotonicInstant at, IList<MachineEffect> effects)
    {
        Record(Gate("opened", "command", null), at, effects);
        effects.Add(new OpenGate(Hold: false));
        _commandIsWritten &= _commandedAt is not null;
        _commandedAt = at;
    }

    private void OnGate(GateReported report, IList<MachineEffect> effects)
    {
        switch (report.Passage)
        {
            case GatePassage.Passed when IsOpen:
                EndOpening("passed", "feedback", report.At, effects);
                break;
            case GatePassage.NotPassed when IsOpen:
                EndOpening("not-passed", "feedback", report.At, effects);
                break;
            case GatePassage.Passed when GateIsWatched:
                OnUnexpectedPassage(report.At, effects);
                break;
            case GatePassage.Forced when GateIsWatched:
                Attest(Gate("forced", "feedback", _outcome?.Sequence), report.At, effects);
                break;
        }
    }

    /// <summary>Somebody went although the gate was open for nobody.</summary>
    private void OnUnexpectedPassage(MonotonicInstant at, IList<MachineEffect> effects)
    {
        if (_lastOpening is { } last && !IsOver(last.EndedAt, HeelsSeconds, at))
        {
            Attest(Gate(last.Used ? "tailgated" : "passed", "feedback", last.Scan), at, effects);
            _lastOpening = new PastOpening(at, Used: true, last.Scan);
        }
        else
        {
            Attest(Gate("unauthorised", "feedback", null), at, effects);
        }

        GiveUpWhoMayHaveGone(at, effects);
    }

    /// <summary>Somebody went for whom nothing was decided: it may have been whoever was being served.</summary>
    private void GiveUpWhoMayHaveGone(MonotonicInstant at, IList<MachineEffect> effects)
    {
        if (_visit is { } visit)
        {
            GiveUp(visit, at, effects);
        }
        else
        {
            _encounter?.Void();
        }
    }

    /// <summary>Ends the opening that a decision made, or else that of a command.</summary>
    private void EndOpening(string action, string cause, MonotonicInstant at, IList<MachineEffect> effects)
    {
        if (State == MachineState.Passage)
        {
            EndPassage(action, cause, at, effects);
        }
        else
        {
            _commandedAt = null;
            Close(action, cause, null, at, effects);
            if (action == "passed")
            {
                GiveUpWhoMayHaveGone(at, effects);
            }
        }
    }

    /// <summary>Ends all openings at once, before anybody is known to have gone.</summary>
    private void CutShort(string action, string cause, MonotonicInstant at, IList<MachineEffect> effects)
    {
        if (IsOpen)
        {
            _commandedAt = State == MachineState.Passage ? null : _commandedAt;
            EndOpening(action, cause, at, effects);
        }
    }

    /// <summary>Ends what is open in a way in which nobody can tell who went; the gate's own part is for the caller.</summary>
    private void LoseSight(string cause, MonotonicInstant at, IList<MachineEffect> effects)
    {
        bool decided = State == MachineState.Passage;
        long? scan = decided ? _outcome?.Sequence : null;
        if (decided ? scan is not null : _commandedAt is not null && _commandIsWritten)
        {
            Attest(Gate(Unseen, cause, scan), at, effects);
            _lastOpening = new PastOpening(at, Used: false, scan);
        }

        _commandedAt = null;
    }

    private void EndPassage(string action, string cause, MonotonicInstant at, IList<MachineEffect> effects)
    {
        Close(action, cause, _outcome?.Sequence, at, effects);
        effects.Add(new Signal(null));
        Enter(MachineState.CoolDown, at);
    }

    private void Close(string action, string cause, long? scan, MonotonicInstant at, IList<MachineEffect> effects)
    {
        Attest(Gate(action, cause, scan), at, effects);
        if (_commandedAt is null)
        {
            effects.Add(new SecureGate());
        }

        _lastOpening = new PastOpening(at, Used: action == "passed", scan);
    }

    /// <summary>Whatever it was open for, it is no more.</summary>
    private void Secure(IList<MachineEffect> effects)
    {
        _commandedAt = null;
        effects.Add(new SecureGate());
        effects.Add(new Signal(null));
    }

    /// <summary>The opening by command ends after as long as one by decision.</summary>
    private void AdvanceCommand(MonotonicInstant at, IList<MachineEffect> effects)
    {
        if (_commandedAt is { } since && IsOver(since, _options.PassageTimeoutSeconds, at))
        {
            _commandedAt = null;
            if (State != MachineState.Passage)
            {
                Close(_options.GateReports ? "not-passed" : Unseen, _options.GateReports ? "feedback" : "view", null, at, effects);
            }
        }
    }

    private GateEvent Gate(string action, string cause, long? scan) =>
        new(action, cause, scan) { Direction = _options.Direction, Lane = _options.LaneName };

    /// <summary>Whether the thermal sensor could see somebody who is there.</summary>
    private bool SeesPeople =>
        !_faults.ContainsKey(KioskDevice.Thermal) && _latest is { } latest && !IsBlind(latest);

    private static bool IsBlind(SubjectObservation observation) =>
        observation.State == SubjectState.SensorFault || observation is { State: SubjectState.EnvironmentUnfit, People: 0 };

    /// <param name="Used">Whether the one whom it was for went through.</param>
    private sealed record PastOpening(MonotonicInstant EndedAt, bool Used, long? Scan);
}

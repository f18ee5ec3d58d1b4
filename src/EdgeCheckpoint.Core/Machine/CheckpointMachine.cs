using System.Diagnostics;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>
/// The kiosk's mind: inputs with their instants go in, effects come out. No I/O, no clock, no lock, no await;
/// the same inputs give the same effects, so an incident can be replayed.
/// </summary>
public sealed partial class CheckpointMachine
{
    /// <summary>Two pictures at 8 Hz without anybody in them.</summary>
    private const double RoomAfterSeconds = 0.2;

    private readonly MachineOptions _options;
    private readonly Decider _decider;
    private readonly string _boot;
    private readonly Dictionary<KioskDevice, string> _faults = [];

    private MonotonicInstant _since;
    private Encounter? _encounter;
    private SubjectObservation? _latest;
    private MonotonicInstant _seenAt;
    private MonotonicInstant? _emptySince;
    private Outcome? _outcome;
    private bool _journalFailed;
    private bool _emergency;
    private MonotonicInstant _wallAt;
    private DateTimeOffset _wall = DateTimeOffset.UnixEpoch;
    private ClockState _clock = ClockState.Unset;
    private ScreenView? _shown;

    public CheckpointMachine(MachineOptions options, IPolicy policy, Site site, string boot, Pseudonym pseudonym)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _boot = boot;
        _decider = new Decider(options, site, pseudonym) { Policy = policy };
        Mode = options.Mode;
    }

    public MachineState State { get; private set; }

    public KioskMode Mode { get; private set; }

    /// <summary>The rules in force; a new policy counts from the next decision on.</summary>
    public IPolicy Policy
    {
        get => _decider.Policy;
        set => _decider.Policy = value;
    }

    /// <summary>Takes one input; adds what must be done to <paramref name="effects"/>.</summary>
    public void Step(MachineInput input, IList<MachineEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(effects);
        switch (input)
        {
            case Ticked tick:
                (_wallAt, _wall, _clock) = (tick.At, tick.Wall, tick.Clock);
                break;
            case Observed observed:
                OnObserved(observed);
                break;
            case CodePresented presented:
                OnCode(presented, effects);
                break;
            case CodeUnreadable unreadable when _encounter is not null:
                _encounter.CodeAdvice = unreadable.Advice;
                break;
            case PresenceChanged { Near: true }:
                See(input.At);
                break;
            case DeviceChanged device:
                OnDevice(device, effects);
                break;
            case GateReported report:
                OnGate(report, effects);
                break;
            case GateOpenRequested when State is not (MachineState.OutOfService or MachineState.Emergency):
                Record(new GateEvent("opened", "command"), input.At, effects);
                effects.Add(new OpenGate(Hold: false));
                break;
            case EmergencyChanged emergency:
                OnEmergency(emergency, effects);
                break;
            case ModeSet mode:
                OnMode(mode, effects);
                break;
            case Journaled journaled:
                OnJournaled(journaled);
                break;
            case JournalFailed:
                OnJournalFailed(input.At, effects);
                break;
        }

        Advance(input.At, effects);
        Render(input.At, effects);
    }

    /// <summary>Lets time and collected facts take effect in the present state.</summary>
    private void Advance(MonotonicInstant at, IList<MachineEffect> effects)
    {
        switch (State)
        {
            case MachineState.Encounter:
                AdvanceEncounter(_encounter ?? throw new UnreachableException(), at, effects);
                break;
            case MachineState.ShowVerdict when Passed(at, _options.VerdictSeconds):
                effects.Add(new Signal(null));
                Enter(MachineState.CoolDown, at);
                break;
            case MachineState.Passage when !_options.GateReports && IsGone(at):
                EndPassage("passed", "view", at, effects);
                break;
            case MachineState.Passage when Passed(at, _options.PassageTimeoutSeconds):
                EndPassage("not-passed", _options.GateReports ? "feedback" : "view", at, effects);
                break;
            case MachineState.CoolDown when HasMadeRoom(at) || Passed(at, _options.CoolDownSeconds):
                Rest(at);
                break;
            case MachineState.OutOfService when Passed(at, _options.JournalRetrySeconds):
                _since = at;
                Record(new AlarmEvent(Reasons.StorageFault, false, "the journal takes events again"), at, effects);
                break;
        }
    }

    private void OnObserved(Observed observed)
    {
        _latest = observed.Observation;
        if (observed.Observation.State is SubjectState.Empty or SubjectState.SensorFault or SubjectState.EnvironmentUnfit
            && observed.Observation.People == 0)
        {
            _emptySince ??= observed.At;
            return;
        }

        _emptySince = null;
        See(observed.At);
        _encounter?.Take(observed.Observation, observed.At, _options);
    }

    /// <summary>Somebody is there; in a state that waits for people, the encounter begins.</summary>
    private void See(MonotonicInstant at)
    {
        _seenAt = at;
        if (State == MachineState.Idle)
        {
            _encounter = new Encounter(at);
            Enter(MachineState.Encounter, at);
        }
    }

    private void OnCode(CodePresented presented, IList<MachineEffect> effects)
    {
        if (State is MachineState.ShowVerdict or MachineState.CoolDown)
        {
            if (_options.StaffOverride && _outcome is { Verdict: not Verdict.Pass } && presented.Credential is { IsValid: true, Kind: "staff" })
            {
                Conclude(_decider.Override(presented.Credential), presented.At, effects);
            }

            return;
        }

        if (State is not (MachineState.Idle or MachineState.Encounter))
        {
            return;
        }

        See(presented.At);
        if (_encounter is { } encounter)
        {
            encounter.Credential = presented.Credential;
            encounter.CredentialAt = presented.At;
            encounter.CodeAdvice = null;
        }
    }

    private void OnDevice(DeviceChanged device, IList<MachineEffect> effects)
    {
        bool known = _faults.TryGetValue(device.Device, out string? reason);
        if (device.Faulty && (!known || reason != device.Reason))
        {
            if (known)
            {
                Record(new AlarmEvent(reason!, false, $"{device.Device}: now {device.Reason}"), device.At, effects);
            }

            _faults[device.Device] = device.Reason;
            Record(new AlarmEvent(device.Reason, true, $"{device.Device} failed"), device.At, effects);
            if (device.Device == KioskDevice.Gate && State == MachineState.Passage)
            {
                // The person was told to walk, and the gate may not have opened.
                EndPassage("not-passed", "fault", device.At, effects);
            }
        }
        else if (!device.Faulty && known)
        {
            _faults.Remove(device.Device);
            Record(new AlarmEvent(reason!, false, $"{device.Device} is back"), device.At, effects);
        }
    }

    private void OnEmergency(EmergencyChanged emergency, IList<MachineEffect> effects)
    {
        if (emergency.Active == _emergency)
        {
            return;
        }

        _emergency = emergency.Active;
        if (emergency.Active)
        {
            // The gate first: nothing, not even the journal, may stand before a way out.
            effects.Add(new OpenGate(Hold: true));
            _encounter = null;
            Enter(MachineState.Emergency, emergency.At);
            Record(new GateEvent("released", "emergency"), emergency.At, effects);
        }
        else
        {
            effects.Add(new SecureGate());
            Record(new GateEvent("secured", "emergency"), emergency.At, effects);
            Rest(emergency.At);
        }
    }

    private void OnMode(ModeSet mode, IList<MachineEffect> effects)
    {
        if (mode.Mode == Mode)
        {
            return;
        }

        Mode = mode.Mode;
        Record(new AlarmEvent("mode-changed", true, $"the mode is now {Words.Of(mode.Mode)}"), mode.At, effects);
        if (State is not (MachineState.Emergency or MachineState.OutOfService))
        {
            effects.Add(new SecureGate());
            effects.Add(new Signal(null));
            Rest(mode.At);
        }
    }

    private void OnJournaled(Journaled journaled)
    {
        if (journaled.Data is ScanEvent)
        {
            _outcome = _outcome is null ? null : _outcome with { Sequence = journaled.Key.Sequence };
        }

        if (_journalFailed)
        {
            _journalFailed = false;
            if (State == MachineState.OutOfService)
            {
                Rest(journaled.At);
            }
        }
    }

    private void OnJournalFailed(MonotonicInstant at, IList<MachineEffect> effects)
    {
        _journalFailed = true;

        // The page of the step that failed was dropped with it.
        _shown = null;
        if (State is MachineState.Emergency or MachineState.OutOfService)
        {
            return;
        }

        _encounter = null;
        effects.Add(new SecureGate());
        effects.Add(new Signal(null));
        Enter(MachineState.OutOfService, at);
    }

    /// <summary>Back to where the mode and the faults say the kiosk belongs when nobody is served.</summary>
    private void Rest(MonotonicInstant at)
    {
        _encounter = null;
        _outcome = null;
        Enter(
            _emergency ? MachineState.Emergency
            : _journalFailed ? MachineState.OutOfService
            : Mode == KioskMode.Maintenance ? MachineState.Maintenance
            : MachineState.Idle,
            at);
    }

    private void Enter(MachineState state, MonotonicInstant at)
    {
        State = state;
        _since = at;
    }

    private void Record(CheckpointEvent data, MonotonicInstant at, IList<MachineEffect> effects) =>
        effects.Add(new Append(data, new EventTime(Now(at), _clock, _boot, (long)at.SinceStart.TotalMilliseconds)));

    private DateTimeOffset Now(MonotonicInstant at) => _wall + (at - _wallAt);

    private bool Passed(MonotonicInstant at, double seconds) => (at - _since).TotalSeconds >= seconds;

    /// <summary>
    /// After a verdict a short gap is enough to begin with the next person: nothing is kept that a flicker could hand over.
    /// </summary>
    private bool HasMadeRoom(MonotonicInstant at) =>
        IsGone(at) || (_emptySince is { } since && (at - since).TotalSeconds >= RoomAfterSeconds);

    private bool IsGone(MonotonicInstant at) => (at - _seenAt).TotalSeconds >= _options.GoneAfterSeconds;
}

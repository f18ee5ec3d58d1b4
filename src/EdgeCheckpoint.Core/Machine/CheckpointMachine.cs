using System.Diagnostics;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Pass;
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

    /// <summary>Readers tell a code that is held before them again within this time, a picture missed now and then included.</summary>
    private const double HeldSeconds = 2;

    /// <summary>So long after the start the screen asks for patience until sensor and camera have said how they are; more than a silent camera is given.</summary>
    private const double StartSeconds = 5;

    private readonly Decider _decider;
    private readonly string _boot;
    private readonly Dictionary<KioskDevice, string> _faults = [];
    private readonly HashSet<KioskDevice> _unheard = [KioskDevice.Thermal, KioskDevice.Camera];
    private readonly HashSet<string> _contacts = [];
    private readonly UnwrittenFacts _unwritten = new();

    private MachineOptions _options;
    private MonotonicInstant? _startedAt;
    private MonotonicInstant _since;
    private Encounter? _encounter;
    private VehicleVisit? _visit;
    private SubjectObservation? _latest;
    private MonotonicInstant _seenAt;
    private MonotonicInstant? _emptySince;
    private CodePresented? _held;
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
        _decider = new Decider(site, pseudonym) { Options = options, Policy = policy };
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
        _startedAt ??= input.At;
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
                _encounter.Advise(unreadable.Advice, unreadable.At);
                break;
            case PresenceChanged { Near: true }:
                See(input.At);
                break;
            case DeviceChanged device:
                OnDevice(device, effects);
                break;
            case ContactChanged contact:
                OnContact(contact, effects);
                break;
            case GateReported report:
                OnGate(report, effects);
                break;
            case PlateTold plate when TakesVehicle:
                OnPlate(plate);
                break;
            case OccupantsTold told when TakesVehicle:
                OnOccupants(told);
                break;
            case GateOpenRequested when State is not (MachineState.OutOfService or MachineState.Emergency):
                Record(Gate("opened", "command", null), input.At, effects);
                effects.Add(new OpenGate(Hold: false));
                break;
            case EmergencyChanged emergency:
                OnEmergency(emergency, effects);
                break;
            case ModeSet mode:
                OnMode(mode, effects);
                break;
            case OptionsChanged changed:
                (_options, _decider.Options) = (changed.Options, changed.Options);
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
            case MachineState.Vehicle:
                AdvanceVisit(_visit ?? throw new UnreachableException(), at, effects);
                break;
            case MachineState.ShowVerdict when Passed(at, _options.VerdictSeconds):
                effects.Add(new Signal(null));
                Enter(MachineState.CoolDown, at);
                break;
            case MachineState.Passage when !_options.GateReports && !_options.Vehicles && IsGone(at):
                EndPassage("passed", "view", at, effects);
                break;
            case MachineState.Passage when Passed(at, _options.PassageTimeoutSeconds):
                EndPassage("not-passed", _options.GateReports ? "feedback" : "view", at, effects);
                break;
            case MachineState.CoolDown when HasMadeRoom(at) || Passed(at, _options.CoolDownSeconds):
                Rest(at);
                break;
            case MachineState.OutOfService or MachineState.Emergency when _journalFailed && Passed(at, _options.JournalRetrySeconds):
                _since = at;
                _unwritten.Repeat(effects);
                Record(new AlarmEvent(Reasons.StorageFault, false, _unwritten.Told), at, effects);
                break;
        }
    }

    private void OnObserved(Observed observed)
    {
        _latest = observed.Observation;
        _unheard.Remove(KioskDevice.Thermal);
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
        if (State == MachineState.Idle || (State == MachineState.Vehicle && _visit is { NeedsRoom: false }))
        {
            _visit ??= _options.Vehicles ? new VehicleVisit(at) : null;
            _encounter = new Encounter(at);
            Enter(MachineState.Encounter, at);
        }
    }

    private void OnCode(CodePresented presented, IList<MachineEffect> effects)
    {
        bool held = IsStillHeld(presented);
        if (State is MachineState.ShowVerdict or MachineState.CoolDown)
        {
            if (_options.StaffOverride && _outcome is { Verdict: not Verdict.Pass }
                && presented.Credential.IsValid && DistrictPass.Is(presented.Credential, PassKind.Staff))
            {
                Conclude(new Judgement(_decider.Override(presented.Credential), NoTexts), presented.At, effects);
            }

            return;
        }

        if (State is not (MachineState.Idle or MachineState.Encounter or MachineState.Vehicle) || (_options.Vehicles && TakePass(presented)))
        {
            return;
        }

        if (held && State == MachineState.Idle)
        {
            // It had its turn, and nobody is seen with it: a code left lying there is one encounter, not one a second.
            return;
        }

        if (_visit is not { NeedsRoom: true })
        {
            See(presented.At);
        }

        if (_visit?.HasShown(presented.Credential) ?? false)
        {
            _encounter?.Advise(Prompt.CodeTaken, presented.At);
        }
        else
        {
            _encounter?.Take(presented.Credential, presented.At);
            _held = presented;
        }
    }

    /// <summary>Whether this is the code that was taken last, and it was never away since.</summary>
    private bool IsStillHeld(CodePresented presented)
    {
        bool held = _held is { } last && (presented.At - last.At).TotalSeconds <= Math.Max(HeldSeconds, _options.GoneAfterSeconds)
            && Face(last.Credential) == Face(presented.Credential);
        _held = held ? presented : _held;
        return held;

        // A record of inputs keeps these, so a replay sees the same code held.
        static (string, string?, CredentialStatus, string?) Face(CredentialResult code) => (code.Format, code.Kind, code.Status, code.Bearer);
    }

    private void OnJournaled(Journaled journaled)
    {
        if (journaled.Data is ScanEvent)
        {
            _outcome = _outcome is null ? null : _outcome with { Sequence = journaled.Key.Sequence };
        }

        _unwritten.Written(journaled.Data);
        if (_journalFailed && _unwritten.IsEmpty)
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

        Forget();
        effects.Add(new SecureGate());
        effects.Add(new Signal(null));
        Enter(MachineState.OutOfService, at);
    }

    /// <summary>Back to where the mode and the faults say the kiosk belongs when nobody is served.</summary>
    private void Rest(MonotonicInstant at)
    {
        Forget();
        _outcome = null;
        Enter(
            _emergency ? MachineState.Emergency
            : _journalFailed ? MachineState.OutOfService
            : Mode == KioskMode.Maintenance ? MachineState.Maintenance
            : MachineState.Idle,
            at);
    }

    /// <summary>Nothing of whoever was there may serve the next.</summary>
    private void Forget() => (_encounter, _visit) = (null, null);

    private void Enter(MachineState state, MonotonicInstant at)
    {
        State = state;
        _since = at;
    }

    /// <summary>What is decided only if the journal takes it.</summary>
    private void Record(CheckpointEvent data, MonotonicInstant at, IList<MachineEffect> effects) => effects.Add(Dated(data, at));

    /// <summary>What has happened whether the journal takes it or not: kept until it does, and written before anything newer.</summary>
    private void Attest(CheckpointEvent data, MonotonicInstant at, IList<MachineEffect> effects)
    {
        Append append = Dated(data, at);
        _unwritten.Add(append);
        if (!_journalFailed)
        {
            effects.Add(append);
        }
    }

    private Append Dated(CheckpointEvent data, MonotonicInstant at) =>
        new(data, new EventTime(Now(at), _clock, _boot, (long)at.SinceStart.TotalMilliseconds));

    private GateEvent Gate(string action, string cause, long? scan) =>
        new(action, cause, scan) { Direction = _options.Direction, Lane = _options.LaneName };

    private Moment Moment(MonotonicInstant at) => new(Now(at), _clock, Mode);

    private DateTimeOffset Now(MonotonicInstant at) => _wall + (at - _wallAt);

    private bool Passed(MonotonicInstant at, double seconds) => (at - _since).TotalSeconds >= seconds;

    /// <summary>
    /// After a verdict a short gap is enough to begin with the next person: nothing is kept that a flicker could hand over.
    /// </summary>
    private bool HasMadeRoom(MonotonicInstant at) =>
        IsGone(at) || (_emptySince is { } since && (at - since).TotalSeconds >= RoomAfterSeconds);

    private bool IsGone(MonotonicInstant at) => (at - _seenAt).TotalSeconds >= _options.GoneAfterSeconds;
}

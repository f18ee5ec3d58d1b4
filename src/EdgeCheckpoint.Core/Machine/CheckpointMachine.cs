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

    /// <summary>So long after the start the screen asks for patience until sensor and camera have said how they are; more than a silent camera is given.</summary>
    private const double StartSeconds = 5;

    private readonly Decider _decider;
    private readonly string _boot;
    private readonly Dictionary<KioskDevice, string> _faults = [];
    private readonly HashSet<KioskDevice> _prohibitive = [];
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
    private bool _near;
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
            case PresenceChanged presence:
                _near = presence.Near;
                Sense(presence.At);
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
                OnOpenRequested(input.At, effects);
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
            case VisitorServed visitor:
                OnVisitor(visitor, effects);
                break;
            case FellBehind:
                OnFellBehind(input.At, effects);
                break;
            case GateKeptBarred kept:
                OnGateKeptBarred(kept, effects);
                break;
            case Journaled journaled when _journalFailed:
                OnJournaled(journaled);
                break;
            case Journaled journaled:
                OnJournaled(journaled);

                // Nothing shown depends on it, and the page of a step that was dropped as late must not show before it is taken back.
                return;
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
        if (SomebodyIsNear)
        {
            Greet(at);
        }

        AdvanceSurroundings(at, effects);
        AdvanceCommand(at, effects);
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
            case MachineState.Passage:
                AdvancePassage(at, effects);
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
        Look(observed.Observation, observed.At);
        if (IsBlind(observed.Observation))
        {
            // Who cannot be seen cannot be seen to be gone.
            _emptySince = null;
            return;
        }

        if (observed.Observation.State == SubjectState.Empty)
        {
            _emptySince ??= observed.At;
            return;
        }

        _emptySince = null;
        _seenAt = observed.At;
        Greet(observed.At);
        _encounter?.Take(observed.Observation, observed.At, _options);
    }

    /// <summary>Something other than a picture tells that somebody is there, or was until now, but not who: it holds no place for somebody who was seen and is gone.</summary>
    private void Sense(MonotonicInstant at)
    {
        if (_encounter is not { WasSeen: true })
        {
            _seenAt = at;
        }
    }

    /// <summary>In a state that waits for people, the encounter begins.</summary>
    private void Greet(MonotonicInstant at)
    {
        if (State == MachineState.Idle || (State == MachineState.Vehicle && _visit is { NeedsRoom: false }))
        {
            _visit ??= _options.Vehicles ? new VehicleVisit(at) : null;
            _encounter = new Encounter(at);
            Enter(MachineState.Encounter, at);
        }
    }

    /// <summary>Back to where the mode and the faults say the kiosk belongs when nobody is served.</summary>
    private void Rest(MonotonicInstant at)
    {
        Forget();
        _held.BeginTurn();
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

    /// <summary>As <see cref="Forget"/>, of whoever may be there still, and was not judged in a way that counts.</summary>
    private void BreakOff()
    {
        if (_outcome?.Sequence is null)
        {
            _held.TakeBackTurn();
        }

        Forget();
    }

    private void Enter(MachineState state, MonotonicInstant at)
    {
        State = state;
        _since = at;
    }

    private Moment Moment(MonotonicInstant at) => new(Now(at), _clock, Mode);

    private DateTimeOffset Now(MonotonicInstant at) => _wall + (at - _wallAt);

    private bool Passed(MonotonicInstant at, double seconds) => IsOver(_since, seconds, at);

    private static bool IsOver(MonotonicInstant since, double seconds, MonotonicInstant at) => (at - since).TotalSeconds >= seconds;

    /// <summary>
    /// After a verdict a short gap is enough to begin with the next person: nothing is kept that a flicker could hand over.
    /// </summary>
    private bool HasMadeRoom(MonotonicInstant at) =>
        (IsGone(at) && !SomebodyIsNear) || (_emptySince is { } since && IsOver(since, RoomAfterSeconds, at));

    /// <summary>What the presence sensor or its button says, as long as it can be believed.</summary>
    private bool SomebodyIsNear => _near && !_faults.ContainsKey(KioskDevice.Presence);

    private bool IsGone(MonotonicInstant at) => IsOver(_seenAt, _options.GoneAfterSeconds, at);
}

using System.Text.Json.Serialization;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>Something that happened, with the monotonic instant it happened at. Inputs are all the machine ever learns.</summary>
public abstract record MachineInput(MonotonicInstant At);

/// <summary>Time goes on. Carries the wall clock, so that the machine needs none of its own.</summary>
public sealed record Ticked(MonotonicInstant At, DateTimeOffset Wall, ClockState Clock) : MachineInput(At);

/// <summary>A thermal picture was understood.</summary>
public sealed record Observed(MonotonicInstant At, SubjectObservation Observation) : MachineInput(At);

/// <summary>A code was read and verified.</summary>
public sealed record CodePresented(MonotonicInstant At, CredentialResult Credential) : MachineInput(At)
{
    /// <summary>Whether it is told only because it is still before a reader, and serves nobody: it lies beside another, or was read too long ago.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Aside { get; init; }
}

/// <summary>A code is in view but cannot be read; <paramref name="Advice"/> says what would help.</summary>
public sealed record CodeUnreadable(MonotonicInstant At, Prompt Advice) : MachineInput(At);

/// <summary>The presence sensor or a button saw somebody, or nobody any more.</summary>
public sealed record PresenceChanged(MonotonicInstant At, bool Near) : MachineInput(At);

/// <summary>A device failed or came back. <paramref name="Reason"/> is the reason code people and district are told.</summary>
public sealed record DeviceChanged(MonotonicInstant At, KioskDevice Device, bool Faulty, string Reason) : MachineInput(At)
{
    /// <summary>For what the rules judge, such as a document that has expired: whether they let nobody pass by it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool PassesNobody { get; init; }
}

/// <summary>A contact or button of which the district must know changed: the housing, the door beside the gate, the call for staff.</summary>
/// <param name="Code">Alarm code, such as <c>housing-open</c>.</param>
/// <param name="Active">Whether it holds now.</param>
/// <param name="Detail">A sentence for a technician.</param>
public sealed record ContactChanged(MonotonicInstant At, string Code, bool Active, string Detail) : MachineInput(At);

/// <summary>The gate says what happened in its passage.</summary>
public sealed record GateReported(MonotonicInstant At, GatePassage Passage) : MachineInput(At);

/// <summary>The emergency input (fire alarm) changed.</summary>
public sealed record EmergencyChanged(MonotonicInstant At, bool Active) : MachineInput(At);

/// <summary>Somebody typed the number plate of the vehicle, or a reader read it. <paramref name="Plate"/> is as <see cref="NumberPlate.TryRead"/> gives it.</summary>
public sealed record PlateTold(MonotonicInstant At, string Plate) : MachineInput(At);

/// <summary>Somebody said how many people are in the vehicle; null: those who have been seen are all.</summary>
public sealed record OccupantsTold(MonotonicInstant At, int? People) : MachineInput(At);

/// <summary>An authorised command or the operator set the mode.</summary>
public sealed record ModeSet(MonotonicInstant At, KioskMode Mode) : MachineInput(At);

/// <summary>The lane's options were changed while the kiosk runs; they count from now on, also for the person in front.</summary>
public sealed record OptionsChanged(MonotonicInstant At, MachineOptions Options) : MachineInput(At);

/// <summary>An authorised command or the operator opens the gate for one person.</summary>
public sealed record GateOpenRequested(MonotonicInstant At) : MachineInput(At);

/// <summary>The journal refused an event; the host has dropped the rest of that step's effects.</summary>
public sealed record JournalFailed(MonotonicInstant At) : MachineInput(At);

/// <summary>A visitor registers, at the form or by a code: nothing else is asked of whoever stands there meanwhile.</summary>
/// <param name="Told">What became of it; null while it is being written.</param>
public sealed record VisitorServed(MonotonicInstant At, Prompt? Told) : MachineInput(At);

/// <summary>The host comes late to what follows, as after a disk that stalled: whoever was seen before may have gone, and what was seen since is not told.</summary>
public sealed record FellBehind(MonotonicInstant At) : MachineInput(At);

/// <summary>The event before <see cref="OpenGate"/> took so long that the host did not open; it has dropped the rest of that step's effects.</summary>
/// <param name="Decided">Whether it was for somebody who was judged; false: for an order.</param>
public sealed record GateKeptBarred(MonotonicInstant At, bool Decided) : MachineInput(At);

/// <summary>The journal made an event of this machine durable, under that key.</summary>
public sealed record Journaled(MonotonicInstant At, EventKey Key, CheckpointEvent Data) : MachineInput(At);

/// <summary>A device, or what else a kiosk needs as badly, whose loss the machine must know of.</summary>
public enum KioskDevice
{
    Thermal,
    Camera,
    Gate,

    /// <summary>A device that reads codes beside the camera.</summary>
    Scanner,

    /// <summary>The range finder that senses people coming; without it they are seen by their warmth.</summary>
    Presence,

    /// <summary>What the thermal sensor sees of the place itself: faulty while nobody could be measured in it. The machine finds it out by itself.</summary>
    Surroundings,

    /// <summary>The wall clock: faulty while it was never set.</summary>
    Clock,

    /// <summary>The signed rules, faulty when expired, as the next two; whether people may still pass is for the rules to say.</summary>
    Policy,

    TrustList,

    Revocations,
}

/// <summary>What the gate's feedback says.</summary>
public enum GatePassage
{
    /// <summary>One person went through.</summary>
    Passed,

    /// <summary>Opened, and nobody went through.</summary>
    NotPassed,

    /// <summary>Opened or moved without having been told to.</summary>
    Forced,
}

/// <summary>How the kiosk works until told otherwise.</summary>
public enum KioskMode
{
    /// <summary>Temperature and code.</summary>
    Normal,

    TemperatureOnly,

    CodeOnly,

    /// <summary>Only what the policy lets through in a lockdown, such as exit passes.</summary>
    Lockdown,

    /// <summary>A technician is at work: nothing is decided.</summary>
    Maintenance,
}

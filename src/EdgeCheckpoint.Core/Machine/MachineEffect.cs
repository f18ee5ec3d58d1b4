using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>
/// Something the host must do. Effects of one step are carried out in order; when an <see cref="Append"/> fails,
/// the rest of the step is dropped and <see cref="JournalFailed"/> is the next input: nothing is shown that is not durable.
/// An <see cref="OpenGate"/> for one person is dropped likewise when its time is past, and <see cref="GateKeptBarred"/> is the next input.
/// </summary>
public abstract record MachineEffect;

/// <summary>Make the event durable.</summary>
public sealed record Append(CheckpointEvent Data, EventTime Time) : MachineEffect;

/// <summary>Open the gate for one person, or keep it open.</summary>
/// <param name="Hold">True: until <see cref="SecureGate"/>; false: for one passage.</param>
public sealed record OpenGate(bool Hold) : MachineEffect;

/// <summary>Bring the gate to its configured safe state.</summary>
public sealed record SecureGate : MachineEffect;

/// <summary>Show the page.</summary>
public sealed record Show(ScreenView View) : MachineEffect;

/// <summary>Light the lamp of that verdict; null puts all out.</summary>
public sealed record Signal(Verdict? Verdict) : MachineEffect;

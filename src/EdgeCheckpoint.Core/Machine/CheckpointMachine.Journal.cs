using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>What is written, and what becomes of it when the journal takes nothing.</summary>
public sealed partial class CheckpointMachine
{
    private void OnJournaled(Journaled journaled)
    {
        if (journaled.Data is ScanEvent)
        {
            _outcome = _outcome is null ? null : _outcome with { Sequence = journaled.Key.Sequence };
        }

        _commandIsWritten |= journaled.Data is GateEvent { Action: "opened" };
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

        LoseSight("fault", at, effects);
        BreakOff();
        Secure(effects);
        Enter(MachineState.OutOfService, at);
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
}

using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>What happens to the kiosk itself: its devices, its surroundings, its contacts, the fire alarm, its mode, its pace.</summary>
public sealed partial class CheckpointMachine
{
    /// <summary>Surroundings count as unfit, and as fit again, when they have been for so long.</summary>
    private const double SurroundingsSeconds = 5;

    private string? _unfit;
    private MonotonicInstant _unfitChangedAt;

    private void OnDevice(DeviceChanged device, IList<MachineEffect> effects)
    {
        _unheard.Remove(device.Device);
        _prohibitive.Remove(device.Device);
        if (device.PassesNobody)
        {
            _prohibitive.Add(device.Device);
        }

        bool known = _faults.TryGetValue(device.Device, out string? reason);
        if (device.Faulty && (!known || reason != device.Reason))
        {
            if (known)
            {
                Attest(new AlarmEvent(reason!, false, $"{device.Device}: now {device.Reason}"), device.At, effects);
            }

            _faults[device.Device] = device.Reason;
            Attest(new AlarmEvent(device.Reason, true, $"{device.Device} failed"), device.At, effects);
            if (device.Device == KioskDevice.Gate)
            {
                // The person was told to walk, and the gate may not have opened.
                CutShort("not-passed", "fault", device.At, effects);
            }
        }
        else if (!device.Faulty && known)
        {
            _faults.Remove(device.Device);
            Attest(new AlarmEvent(reason!, false, $"{device.Device} is back"), device.At, effects);
        }
    }

    private void Look(SubjectObservation seen, MonotonicInstant at)
    {
        string? unfit = seen is { State: SubjectState.EnvironmentUnfit, People: 0, Reasons: [var reason, ..] } ? reason : null;
        if (unfit != _unfit)
        {
            (_unfit, _unfitChangedAt) = (unfit, at);
        }
    }

    /// <summary>Surroundings in which nobody can be measured are a fault as a device's is, once they last: a passing ray of the sun is none.</summary>
    private void AdvanceSurroundings(MonotonicInstant at, IList<MachineEffect> effects)
    {
        _faults.TryGetValue(KioskDevice.Surroundings, out string? known);
        bool lasts = (_unfit ?? known) == Reasons.SensorWarmingUp || IsOver(_unfitChangedAt, SurroundingsSeconds, at);
        if (_unfit != known && lasts && !_faults.ContainsKey(KioskDevice.Thermal))
        {
            OnDevice(new DeviceChanged(at, KioskDevice.Surroundings, _unfit is not null, _unfit ?? known!), effects);
        }
    }

    private void OnContact(ContactChanged contact, IList<MachineEffect> effects)
    {
        bool changed = contact.Active ? _contacts.Add(contact.Code) : _contacts.Remove(contact.Code);
        if (changed)
        {
            Attest(new AlarmEvent(contact.Code, contact.Active, contact.Detail), contact.At, effects);
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
            LoseSight("emergency", emergency.At, effects);
            BreakOff();
            Enter(MachineState.Emergency, emergency.At);
            Attest(Gate("released", "emergency", null), emergency.At, effects);
        }
        else
        {
            effects.Add(new SecureGate());
            Attest(Gate("secured", "emergency", null), emergency.At, effects);
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
        Attest(new AlarmEvent("mode-changed", true, $"the mode is now {Words.Of(mode.Mode)}"), mode.At, effects);
        if (State is not (MachineState.Emergency or MachineState.OutOfService))
        {
            CutShort(_options.GateReports ? "not-passed" : Unseen, "command", mode.At, effects);
            Secure(effects);
            BreakOff();
            Rest(mode.At);
        }
    }

    /// <summary>Whoever was being served is served anew, if still there; a vehicle that has begun is judged by what is missing.</summary>
    private void OnFellBehind(MonotonicInstant at, IList<MachineEffect> effects)
    {
        (_latest, _emptySince) = (null, null);
        if (_visit is { } visit)
        {
            GiveUp(visit, at, effects);
        }
        else if (_encounter is { } encounter)
        {
            if (!encounter.IsEmpty)
            {
                Attest(_decider.Abandoned(encounter), at, effects);
            }

            BreakOff();
            Rest(at);
        }
    }

    private void OnGateKeptBarred(GateKeptBarred kept, IList<MachineEffect> effects)
    {
        // The page of that step was dropped with it.
        _shown = null;
        if (kept.Decided && State == MachineState.Passage)
        {
            _held.TakeBackTurn();
            EndPassage("not-passed", "late", kept.At, effects);
        }
        else
        {
            _commandedAt = null;
            Attest(Gate("not-passed", "late", null), kept.At, effects);
        }
    }
}

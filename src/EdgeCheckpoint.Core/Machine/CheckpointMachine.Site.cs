using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>What happens to the kiosk itself: its devices, its contacts, the fire alarm, its mode, its pace.</summary>
public sealed partial class CheckpointMachine
{
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
            if (device.Device == KioskDevice.Gate && State == MachineState.Passage)
            {
                // The person was told to walk, and the gate may not have opened.
                EndPassage("not-passed", "fault", device.At, effects);
            }
        }
        else if (!device.Faulty && known)
        {
            _faults.Remove(device.Device);
            Attest(new AlarmEvent(reason!, false, $"{device.Device} is back"), device.At, effects);
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
            Forget();
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
            effects.Add(new SecureGate());
            effects.Add(new Signal(null));
            Rest(mode.At);
        }
    }

    /// <summary>Whoever was being served is served anew, if still there.</summary>
    private void OnFellBehind(MonotonicInstant at)
    {
        (_latest, _emptySince) = (null, null);
        if (State is MachineState.Encounter or MachineState.Vehicle)
        {
            Rest(at);
        }
    }

    private void OnGateKeptBarred(GateKeptBarred kept, IList<MachineEffect> effects)
    {
        // The page of that step was dropped with it.
        _shown = null;
        if (kept.Decided && State == MachineState.Passage)
        {
            EndPassage("not-passed", "late", kept.At, effects);
        }
        else
        {
            Attest(Gate("not-passed", "late", null), kept.At, effects);
        }
    }
}

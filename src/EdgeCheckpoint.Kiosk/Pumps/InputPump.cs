using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Kiosk.Loop;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Contacts, buttons and presence, told to the loop.</summary>
internal sealed class InputPump(ISiteInputs inputs, KioskLoop loop, TimeProvider time, ILogger<InputPump> log) : Pump(time, log)
{
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            SiteInput input = await inputs.ReadAsync(stoppingToken);
            if (Translate(input) is { } told)
            {
                await loop.SendAsync(told, stoppingToken);
            }
        }
    }

    internal static MachineInput? Translate(SiteInput input) => input.Signal switch
    {
        SiteSignal.Passed => new GateReported(input.At, GatePassage.Passed),
        SiteSignal.NotPassed => new GateReported(input.At, GatePassage.NotPassed),
        SiteSignal.Forced => new GateReported(input.At, GatePassage.Forced),
        SiteSignal.Presence => new PresenceChanged(input.At, input.Active),
        SiteSignal.EmergencyRelease => new EmergencyChanged(input.At, input.Active),
        SiteSignal.StaffButton when input.Active => new GateOpenRequested(input.At),
        SiteSignal.EverybodyButton when input.Active => new OccupantsTold(input.At, null),
        SiteSignal.Tamper => new ContactChanged(input.At, "housing-open", input.Active, input.Active ? "the housing is open" : "the housing is closed"),
        SiteSignal.Door => new ContactChanged(input.At, "door-open", input.Active, input.Active ? "the door beside the gate is open" : "the door beside the gate is closed"),
        SiteSignal.CallButton => new ContactChanged(input.At, "staff-called", input.Active, input.Active ? "somebody presses the call button" : "the call button is released"),
        _ => null,
    };
}

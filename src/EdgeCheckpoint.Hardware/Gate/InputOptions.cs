using System.ComponentModel.DataAnnotations;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Hardware.Gate;

/// <summary>Contacts and buttons as the kiosk's settings describe them; what is not wired is left out.</summary>
public sealed record InputOptions
{
    public const string Section = "inputs";

    /// <summary>How long a contact must hold before it counts, milliseconds, 0 to 500.</summary>
    [Range(0, 500)]
    public int DebounceMilliseconds { get; init; } = 20;

    public LineOptions Passed { get; init; } = new();

    public LineOptions NotPassed { get; init; } = new();

    public LineOptions Forced { get; init; } = new();

    /// <summary>A passive infrared sensor's output.</summary>
    public LineOptions Presence { get; init; } = new();

    public LineOptions CallButton { get; init; } = new();

    public LineOptions StaffButton { get; init; } = new();

    /// <summary>For lanes where vehicles come: everybody in it has been seen.</summary>
    public LineOptions EverybodyButton { get; init; } = new();

    /// <summary>Wire it normally closed: a cut wire must release.</summary>
    public LineOptions EmergencyRelease { get; init; } = new();

    /// <summary>Wire it normally closed: a cut wire must tell.</summary>
    public LineOptions Tamper { get; init; } = new();

    public LineOptions Door { get; init; } = new();

    /// <summary>What is wired, and to what.</summary>
    public IEnumerable<(SiteSignal Signal, LineOptions Line)> Wired() =>
        new (SiteSignal Signal, LineOptions Line)[]
        {
            (SiteSignal.Passed, Passed),
            (SiteSignal.NotPassed, NotPassed),
            (SiteSignal.Forced, Forced),
            (SiteSignal.Presence, Presence),
            (SiteSignal.CallButton, CallButton),
            (SiteSignal.StaffButton, StaffButton),
            (SiteSignal.EverybodyButton, EverybodyButton),
            (SiteSignal.EmergencyRelease, EmergencyRelease),
            (SiteSignal.Tamper, Tamper),
            (SiteSignal.Door, Door),
        }.Where(static input => input.Line.IsWired);
}

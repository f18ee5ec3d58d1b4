using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>Times and habits of one lane.</summary>
public sealed record MachineOptions
{
    /// <summary>Name of the lane for people, in the events and for the district; may be Chinese, empty for none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which way people go here.</summary>
    public Direction Direction { get; init; } = Direction.In;

    /// <summary>Mode at start. One that a command set stays over a restart, until this key is changed.</summary>
    public KioskMode Mode { get; init; } = KioskMode.Normal;

    /// <summary>How long a code is awaited, s.</summary>
    [Range(2.0, 30.0)]
    public double CodeTimeoutSeconds { get; init; } = 15;

    /// <summary>How long a person may stand near without a reading before the kiosk says that it cannot judge, s.</summary>
    [Range(2.0, 60.0)]
    public double ReadingTimeoutSeconds { get; init; } = 12;

    /// <summary>Age at which a reading may no longer be used, s; of somebody who stays it is taken anew before, however long the code is awaited.</summary>
    [Range(1.0, 60.0)]
    public double ReadingLimitSeconds { get; init; } = 20;

    /// <summary>Age at which a code must be shown again, s.</summary>
    [Range(1.0, 60.0)]
    public double CodeLimitSeconds { get; init; } = 20;

    /// <summary>How many readings an elevated person gets in all.</summary>
    [Range(1, 5)]
    public int ReadingsOfElevated { get; init; } = 2;

    /// <summary>Pause before an elevated person is measured again, s.</summary>
    [Range(0.2, 10.0)]
    public double ReadAgainAfterSeconds { get; init; } = 1;

    /// <summary>How long nobody may be in view before the person counts as gone, s.</summary>
    [Range(0.2, 10.0)]
    public double GoneAfterSeconds { get; init; } = 0.8;

    /// <summary>How long a verdict stays on the screen, s.</summary>
    [Range(1.0, 30.0)]
    public double VerdictSeconds { get; init; } = 3;

    /// <summary>How long a person who stays is ignored after a verdict, s; who leaves makes room at once.</summary>
    [Range(0.0, 60.0)]
    public double CoolDownSeconds { get; init; } = 6;

    /// <summary>How long several people may stand there before the kiosk says that it cannot judge, s.</summary>
    [Range(1.0, 60.0)]
    public double CrowdTimeoutSeconds { get; init; } = 5;

    /// <summary>Whether a valid staff badge opens for somebody else after a refusal, except in a lockdown; the override is recorded.</summary>
    public bool StaffOverride { get; init; } = true;

    /// <summary>How long the gate waits for the person, s.</summary>
    [Range(1.0, 60.0)]
    public double PassageTimeoutSeconds { get; init; } = 8;

    /// <summary>How long it takes to walk from out of the kiosk's view through the gate, s: so long it stays open where it does not report passages.</summary>
    [Range(0.5, 30.0)]
    public double WalkSeconds { get; init; } = 4;

    /// <summary>Whether the gate reports passages, as the wiring says; without, who has left the view and had time to walk counts as passed, where a sensor sees it.</summary>
    [JsonIgnore]
    public bool GateReports { get; init; }

    /// <summary>Whether vehicles come here instead of people on foot: one after another of the people in it is measured and shows a code, and the vehicle passes as one.</summary>
    public bool Vehicles { get; init; }

    /// <summary>Whether a vehicle is decided about only once its number plate is known: from a freight pass, typed, or read.</summary>
    public bool AskPlate { get; init; } = true;

    /// <summary>How long a vehicle may stand there without a further person of it being done, s.</summary>
    [Range(10.0, 300.0)]
    public double VehicleTimeoutSeconds { get; init; } = 60;

    /// <summary>How long nobody may be in view before the vehicle counts as gone, s: whoever comes then is of another one.</summary>
    [Range(5.0, 300.0)]
    public double VehicleGoneSeconds { get; init; } = 30;

    /// <summary>Whether a scanner reads codes beside the camera, as the configuration says.</summary>
    [JsonIgnore]
    public bool HasScanner { get; init; }

    /// <summary>How often a failed journal is tried again, s.</summary>
    [Range(0.5, 60.0)]
    public double JournalRetrySeconds { get; init; } = 2;

    /// <summary>Version of the privacy notice on the screen.</summary>
    public string Notice { get; init; } = "1";

    /// <summary>
    /// So long one person is served at most once near, and so long an approach or a crowd lasts before that, whatever comes and goes in between:
    /// a crowd, two readings and a code, each as late as it may be.
    /// </summary>
    internal double EncounterLimitSeconds => CrowdTimeoutSeconds + (2 * ReadingTimeoutSeconds) + CodeTimeoutSeconds;

    /// <summary>The name as events carry it.</summary>
    internal string? LaneName => Name.Length > 0 ? Name : null;
}

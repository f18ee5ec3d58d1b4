namespace EdgeCheckpoint.Hardware.Gate;

/// <summary>Lamps and buzzer as the kiosk's settings describe them; what is not wired is left out.</summary>
public sealed record SignalOptions
{
    public const string Section = "signals";

    public LineOptions Green { get; init; } = new();

    public LineOptions Amber { get; init; } = new();

    public LineOptions Red { get; init; } = new();

    /// <summary>A white light on the face and the code, on while somebody is checked.</summary>
    public LineOptions White { get; init; } = new();

    public LineOptions Buzzer { get; init; } = new();
}

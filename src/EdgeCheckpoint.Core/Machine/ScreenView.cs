using System.Collections.Frozen;
using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>Which page stands on the screen.</summary>
public enum ScreenPage
{
    /// <summary>Nobody is there: the site's notice and the kiosk's state.</summary>
    Idle,

    /// <summary>Somebody comes near, or must stand differently; the prompts say how.</summary>
    Guide,

    /// <summary>The temperature is being taken.</summary>
    Measure,

    /// <summary>A code is awaited.</summary>
    ReadCode,

    /// <summary>Between two people of a vehicle: who is still missing, and what must be told.</summary>
    Vehicle,

    /// <summary>The verdict.</summary>
    Verdict,

    /// <summary>The gate is open and the person may walk.</summary>
    Passage,

    /// <summary>The kiosk may not judge; the reasons say why.</summary>
    OutOfService,

    Maintenance,

    Lockdown,

    /// <summary>The gate was released by the emergency input.</summary>
    Emergency,
}

/// <summary>What the person is asked to do; one sentence each in every language, shown and spoken.</summary>
public enum Prompt
{
    ComeCloser,
    StepBack,
    OneAtATime,
    HoldStill,
    UncoverFace,
    ShowCode,
    TiltPhone,
    BrightnessDown,
    KeepOneMetre,
    PleaseWait,
    WalkThrough,
    MeasureAgain,
    SeeStaff,
    CodeNotReadable,

    /// <summary>This code had its turn: somebody else in the vehicle showed it, or it lies there since the verdict before.</summary>
    CodeTaken,

    /// <summary>The next person in the vehicle.</summary>
    NextOccupant,

    /// <summary>How many people are in the vehicle?</summary>
    TellPeople,

    /// <summary>The number plate is missing.</summary>
    TellPlate,

    /// <summary>The registration was taken.</summary>
    VisitorRegistered,

    /// <summary>Something in the registration is missing or wrong.</summary>
    VisitorIncomplete,

    /// <summary>Too many registrations in a short time.</summary>
    VisitorBusy,

    /// <summary>The kiosk can take no registration now.</summary>
    VisitorUnable,
}

/// <summary>How far a vehicle has come.</summary>
/// <param name="Seen">People of it who are done.</param>
/// <param name="Told">How many there are; null while nobody said.</param>
/// <param name="HasPlate">Whether its number plate is known.</param>
public sealed record VehicleView(int Seen, int? Told, bool HasPlate);

/// <summary>Everything the screen shows; holds nothing that names or describes the person beyond the reading.</summary>
public sealed record ScreenView
{
    public required ScreenPage Page { get; init; }

    /// <summary>Most important first.</summary>
    public IReadOnlyList<Prompt> Prompts { get; init; } = [];

    /// <summary>Only on <see cref="ScreenPage.Verdict"/> and <see cref="ScreenPage.Passage"/>.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Reason codes; each language has a sentence for each.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The policy's own sentence for the first reason, by language tag; empty where the reason's general sentence is to be shown.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The vehicle being served; null for a person on foot.</summary>
    public VehicleView? Vehicle { get; init; }

    /// <summary>The reading, °C; null while there is none.</summary>
    public double? Celsius { get; init; }

    /// <summary>Seconds left for what is asked, rounded up; null where nothing is timed.</summary>
    public int? SecondsLeft { get; init; }
}

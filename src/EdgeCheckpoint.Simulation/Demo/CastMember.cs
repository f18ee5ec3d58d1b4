using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Simulation.Stage;

namespace EdgeCheckpoint.Simulation.Demo;

/// <summary>One person of the demo: what the sensors meet, what is held up, and the verdict that is due.</summary>
/// <param name="Story">What happens, in a few words.</param>
/// <param name="Expected">The verdict that is due.</param>
public sealed record CastMember(string Story, Verdict Expected)
{
    /// <summary>The reason that must stand first; empty for a plain pass.</summary>
    public string Reason { get; init; } = "";

    public IReadOnlyList<StagedPerson> People { get; init; } = [new StagedPerson()];

    /// <summary>The code, and whether it is held up before the face is in view.</summary>
    public DemoCode Code { get; init; } = DemoCode.Green;

    public bool CodeFirst { get; init; }

    /// <summary>Leaves as soon as a reading is there.</summary>
    public bool LeavesEarly { get; init; }

    public StagedPassage Passage { get; init; } = StagedPassage.Walk;

    /// <summary>What happens to the kiosk before this person comes.</summary>
    public Incident Before { get; init; } = Incident.None;
}

/// <summary>Which code a person of the demo holds up.</summary>
public enum DemoCode
{
    None,
    Green,
    Yellow,
    Red,
    Expired,

    /// <summary>Signed by a key that is not the district's, under the district's key id.</summary>
    Forged,

    /// <summary>Signed by a key nobody trusts.</summary>
    Stranger,

    /// <summary>A genuine code with one character changed.</summary>
    Damaged,

    /// <summary>An address, as posters carry it.</summary>
    Address,

    /// <summary>The very code the person before held up.</summary>
    SameAgain,

    Staff,

    /// <summary>A truck's, with its plate, good for the demo's checkpoint.</summary>
    Freight,
}

/// <summary>What happens between two people.</summary>
public enum Incident
{
    None,
    SensorUnplugged,
    SensorPlugged,
    BrokerKilled,
    BrokerStarted,
}

namespace EdgeCheckpoint.Contract.Events;

/// <summary>One decision about one person or vehicle.</summary>
public sealed record ScanEvent : CheckpointEvent
{
    public const string KindName = "scan";

    public override string Kind => KindName;

    public required Verdict Verdict { get; init; }

    /// <summary>For readers that know only two words: <c>pass</c> or <c>fail</c>.</summary>
    public string Result => Verdict == Verdict.Pass ? "pass" : "fail";

    /// <summary>All reasons, the deciding one first; empty for a plain pass.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Id of the policy rule that decided; null when no rule was needed.</summary>
    public string? Rule { get; init; }

    public required Direction Direction { get; init; }

    /// <summary>Name of the lane for people; null where it has none.</summary>
    public string? Lane { get; init; }

    /// <summary>The reading; of a vehicle the highest of its occupants.</summary>
    public Measurement? Measurement { get; init; }

    /// <summary>The code; of a vehicle its freight pass, or else the code of the first occupant.</summary>
    public CredentialSummary? Credential { get; init; }

    /// <summary>The vehicle and everybody in it; null for a person on foot.</summary>
    public VehicleSummary? Vehicle { get; init; }

    /// <summary>Versions of policy, trust list and lists the decision was made with, by name.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    /// <summary>Version of the privacy notice shown at that moment.</summary>
    public string? Notice { get; init; }
}

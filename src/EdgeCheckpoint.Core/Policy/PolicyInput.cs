using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Core.Policy;

/// <summary>Everything a rule may look at. The documented JSON shape of it is what CertLogic expressions see.</summary>
public sealed record PolicyInput
{
    /// <summary>The code; null when none was shown.</summary>
    public CredentialResult? Credential { get; init; }

    /// <summary>The person's observation with its reading; null when none was taken.</summary>
    public SubjectObservation? Observation { get; init; }

    /// <summary>Reasons the machine itself adds, such as <c>code-missing</c> or <c>code-replayed</c>. One that a policy neither handles nor ignores makes the verdict <c>unable</c>.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>The moment of the decision, with the site's offset from UTC: time windows are in local time.</summary>
    public required DateTimeOffset Now { get; init; }

    public required ClockState Clock { get; init; }

    public required Site Site { get; init; }

    public required Direction Direction { get; init; }

    /// <summary>The vehicle in a lane; null for a person on foot.</summary>
    public VehicleInput? Vehicle { get; init; }

    /// <summary>Counts by name, such as uses of a household's quota today.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; init; } = new Dictionary<string, int>();

    /// <summary>Signed documents in force, by name: <c>trust-list</c>, <c>revocations</c>, <c>watch-list</c>, <c>policy</c>.</summary>
    public IReadOnlyDictionary<string, DocumentState> Documents { get; init; } = new Dictionary<string, DocumentState>();
}

/// <summary>A policy in force.</summary>
public interface IPolicy
{
    /// <summary>Name and version, as events carry it.</summary>
    string Version { get; }

    /// <summary>Pure and fast: at most 20 µs.</summary>
    PolicyDecision Evaluate(PolicyInput input);
}

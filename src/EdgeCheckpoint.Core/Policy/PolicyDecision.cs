using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Core.Policy;

/// <summary>What the rules say.</summary>
/// <param name="Verdict">The gravest verdict of all failed rules; pass when none failed. From the gravest: deny, unable, refer, pass.</param>
/// <param name="Reasons">Reasons of all failed rules, those of the deciding one first, each once.</param>
/// <param name="Rule">Id of the deciding rule; null when none failed.</param>
/// <remarks>
/// A proved no stands whatever could not be judged, so <c>deny</c> is gravest.
/// <c>unable</c> outweighs <c>refer</c>: a recheck of the temperature alone must not let somebody in whose code nobody judged.
/// </remarks>
public sealed record PolicyDecision(Verdict Verdict, IReadOnlyList<string> Reasons, string? Rule)
{
    /// <summary>Texts of the deciding rule by language tag (<c>zh-CN</c>, <c>en</c>); empty where the reason code's own text is to be shown.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>();

    /// <summary>Versions of the policy and of every document in force, by name, as scan events carry them.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    /// <summary>Of several decisions about what passes as one, such as the occupants of a vehicle: the gravest, the first of equals, with the reasons of all.</summary>
    /// <param name="decisions">At least one.</param>
    public static PolicyDecision Gravest(IReadOnlyList<PolicyDecision> decisions)
    {
        PolicyDecision gravest = decisions.MaxBy(static d => Gravity(d.Verdict))
            ?? throw new ArgumentException("at least one decision is needed", nameof(decisions));
        return gravest with { Reasons = [.. gravest.Reasons.Concat(decisions.SelectMany(static d => d.Reasons)).Distinct()] };
    }

    internal static int Gravity(Verdict verdict) => verdict switch
    {
        Verdict.Deny => 3,
        Verdict.Unable => 2,
        Verdict.Refer => 1,
        _ => 0,
    };
}

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
}

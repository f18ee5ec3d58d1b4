using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Core.Policy.Cases;

/// <summary>One example: an input and what the policy must say to it.</summary>
/// <param name="Name">A sentence.</param>
/// <param name="Line">Its line in the file.</param>
/// <param name="Input">The whole input: the file's base with the case's changes.</param>
/// <param name="Verdict">Expected verdict.</param>
/// <param name="Rule">Expected deciding rule; null: not checked, unless the verdict is pass.</param>
/// <param name="Reasons">Expected reasons, in order; null: not checked.</param>
public sealed record PolicyCase(string Name, int Line, JsonObject Input, Verdict Verdict, string? Rule, IReadOnlyList<string>? Reasons)
{
    /// <summary>Null when the policy says what is expected; else a sentence with both.</summary>
    public string? Difference(PolicyDecision actual)
    {
        ArgumentNullException.ThrowIfNull(actual);
        if (actual.Verdict != Verdict)
        {
            return $"expected {Words.Of(Verdict)}, got {Describe(actual)}";
        }

        if (Rule is not null && actual.Rule != Rule)
        {
            return $"expected rule {Rule} to decide, got {Describe(actual)}";
        }

        return Reasons is not null && !Reasons.SequenceEqual(actual.Reasons)
            ? $"expected reasons {string.Join(", ", Reasons)}, got {Describe(actual)}"
            : null;
    }

    private static string Describe(PolicyDecision decision) => decision.Rule is null
        ? Words.Of(decision.Verdict)
        : $"{Words.Of(decision.Verdict)} by {decision.Rule} ({string.Join(", ", decision.Reasons)})";
}

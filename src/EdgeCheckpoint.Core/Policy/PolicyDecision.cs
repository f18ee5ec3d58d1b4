using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Core.Policy;

/// <summary>What the rules say.</summary>
/// <param name="Verdict">The gravest verdict of all failed rules; pass when none failed.</param>
/// <param name="Reasons">Reasons of all failed rules, deciding one first.</param>
/// <param name="Rule">Id of the deciding rule; null when none failed.</param>
public sealed record PolicyDecision(Verdict Verdict, IReadOnlyList<string> Reasons, string? Rule);

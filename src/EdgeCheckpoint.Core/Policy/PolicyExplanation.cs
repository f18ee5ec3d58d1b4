using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Policy.Rules;

namespace EdgeCheckpoint.Core.Policy;

/// <summary>A decision and what every rule said to it.</summary>
public sealed record PolicyExplanation(PolicyDecision Decision, IReadOnlyList<RuleAccount> Rules);

/// <summary>What one rule said.</summary>
/// <param name="Rule">Its id.</param>
/// <param name="Line">Its line in the file; 0 for the built-in rule on unhandled findings.</param>
/// <param name="Result"><c>held</c>, <c>failed</c> or <c>not-applicable</c>.</param>
/// <param name="Decided">Whether it decided.</param>
/// <param name="Otherwise">Verdict it gives when it fails.</param>
/// <param name="Reasons">Reasons it gave; empty unless it failed.</param>
/// <param name="Error">Why its expression could not be evaluated; null where it could.</param>
public sealed record RuleAccount(string Rule, int Line, string Result, bool Decided, Verdict Otherwise, IReadOnlyList<string> Reasons, string? Error)
{
    internal static RuleAccount Of(RuleOutcome outcome, PolicyDecision decision) => new(
        outcome.Rule.Id, outcome.Rule.Line, Words.Of(outcome.Result), outcome.Rule.Id == decision.Rule, outcome.Rule.Otherwise, outcome.Reasons, outcome.Error);
}

/// <summary>One rule as people read it.</summary>
/// <param name="Line">Its line in the file, from 1.</param>
/// <param name="Texts">What is shown when it decides, by language tag.</param>
public sealed record RuleText(string Id, int Line, Verdict Otherwise, IReadOnlyDictionary<string, string> Texts);

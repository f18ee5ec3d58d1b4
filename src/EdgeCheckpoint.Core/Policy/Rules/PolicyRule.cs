using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Policy.CertLogic;

namespace EdgeCheckpoint.Core.Policy.Rules;

/// <summary>One compiled rule: a condition to hold, or findings that must not be there.</summary>
internal sealed record PolicyRule
{
    public required string Id { get; init; }

    /// <summary>Line of the rule in its file, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>When the rule applies; null is always.</summary>
    public LogicNode? When { get; init; }

    /// <summary>What must hold; null for a rule over findings.</summary>
    public LogicNode? Require { get; init; }

    /// <summary>Findings of the machine that fail the rule.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    public required Verdict Otherwise { get; init; }

    /// <summary>Reason given on failure; a rule over findings gives the findings themselves.</summary>
    public string? Reason { get; init; }

    /// <summary>A list of reason codes in the input that is given instead of <see cref="Reason"/> where it is not empty.</summary>
    public VarNode? ReasonsFrom { get; init; }

    public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>();

    /// <param name="steps">Left for the whole decision.</param>
    public RuleOutcome Judge(LogicValue input, IReadOnlyList<LogicValue> findings, ref int steps)
    {
        if (When is not null)
        {
            LogicValue applies = When.Evaluate(input, ref steps);
            switch (applies.IsError ? null : applies.Truth)
            {
                case false:
                    return new RuleOutcome(this, RuleResult.NotApplicable, [], null);
                case null:
                    // Whether it applies is not known: it does, and it fails. Nothing is let through by a mistake in a rule.
                    return Fail(input, "when: " + (applies.IsError ? applies.Text : "neither true nor false"));
            }
        }

        if (Require is null)
        {
            List<string>? found = null;
            for (int i = 0; i < findings.Count; i++)
            {
                if (findings[i].Kind == LogicKind.Text && Findings.Contains(findings[i].Text))
                {
                    (found ??= []).Add(findings[i].Text);
                }
            }

            return found is null
                ? new RuleOutcome(this, RuleResult.Held, [], null)
                : new RuleOutcome(this, RuleResult.Failed, found, null);
        }

        LogicValue holds = Require.Evaluate(input, ref steps);
        return holds.IsError ? Fail(input, holds.Text)
            : holds.Truth switch
            {
                true => new RuleOutcome(this, RuleResult.Held, [], null),
                false => Fail(input, null),
                null => Fail(input, "neither true nor false"),
            };
    }

    private RuleOutcome Fail(LogicValue input, string? error)
    {
        if (ReasonsFrom?.Evaluate(input) is { Kind: LogicKind.List } list && list.Items.Any(static i => i.Kind == LogicKind.Text))
        {
            return new RuleOutcome(this, RuleResult.Failed, [.. list.Items.Where(static i => i.Kind == LogicKind.Text).Select(static i => i.Text)], error);
        }

        return new RuleOutcome(this, RuleResult.Failed, Reason is null ? Findings : [Reason], error);
    }
}

internal enum RuleResult
{
    NotApplicable,
    Held,
    Failed,
}

/// <summary>What one rule said. <paramref name="Error"/>: why its expression could not be evaluated; an error counts as failed.</summary>
internal readonly record struct RuleOutcome(PolicyRule Rule, RuleResult Result, IReadOnlyList<string> Reasons, string? Error);

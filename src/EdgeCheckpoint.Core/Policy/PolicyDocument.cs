using System.Collections.Frozen;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Policy.CertLogic;
using EdgeCheckpoint.Core.Policy.Input;
using EdgeCheckpoint.Core.Policy.Reading;
using EdgeCheckpoint.Core.Policy.Rules;

namespace EdgeCheckpoint.Core.Policy;

/// <summary>A policy: rules as data, compiled once, evaluated for every person. Immutable; safe for all threads.</summary>
public sealed class PolicyDocument : IPolicy
{
    /// <summary>Rule id reported when the machine found something that no rule speaks of.</summary>
    public const string UnhandledFinding = "unhandled-finding";

    private readonly PolicyRule[] _rules;
    private readonly FrozenSet<string> _handled;

    internal PolicyDocument(string name, string version, IReadOnlyDictionary<string, string> title, PolicyRule[] rules, IEnumerable<string> ignored)
    {
        Name = name;
        Version = $"{name}/{version}";
        Title = title;
        _rules = rules;
        _handled = rules.SelectMany(static r => r.Findings).Concat(ignored).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Name of the policy, such as <c>green-code-and-temperature</c>.</summary>
    public string Name { get; }

    /// <summary><c>name/version</c>.</summary>
    public string Version { get; }

    /// <summary>Title by language tag.</summary>
    public IReadOnlyDictionary<string, string> Title { get; }

    /// <summary>Ids of the rules, in the order of the file.</summary>
    public IReadOnlyList<string> RuleIds => [.. _rules.Select(static r => r.Id)];

    /// <summary>A rule by its id; null when there is none.</summary>
    public RuleText? Find(string id) =>
        Array.Find(_rules, r => r.Id == id) is { } rule ? new RuleText(rule.Id, rule.Line, rule.Otherwise, rule.Texts) : null;

    /// <summary>Reads a policy file. All errors at once; the policy is null when there is one.</summary>
    public static PolicyParseResult Parse(ReadOnlySpan<byte> utf8) => PolicyReader.Read(utf8);

    public PolicyDecision Evaluate(PolicyInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var versions = new Dictionary<string, string>(input.Documents.Count + 1);
        foreach ((string name, DocumentState document) in input.Documents)
        {
            versions[name] = document.Version;
        }

        versions["policy"] = Version;
        return Decide(InputFields.Root.Over(input), null) with { Versions = versions };
    }

    /// <summary>Evaluates the input in its documented JSON form; used by example cases and explanations.</summary>
    public PolicyDecision Evaluate(JsonObject input) => Decide(LogicJson.From(input), null);

    /// <summary>Evaluates the documented JSON form and says what every rule said, in order.</summary>
    public PolicyExplanation Explain(JsonObject input)
    {
        List<RuleOutcome> outcomes = [];
        PolicyDecision decision = Decide(LogicJson.From(input), outcomes);
        return new PolicyExplanation(decision, [.. outcomes.Select(o => RuleAccount.Of(o, decision))]);
    }

    private PolicyDecision Decide(LogicValue input, List<RuleOutcome>? outcomes)
    {
        LogicValue found = input.Fields.Get("findings");
        IReadOnlyList<LogicValue> findings = found.Kind == LogicKind.List ? found.Items : [];
        List<RuleOutcome>? failed = null;
        RuleOutcome deciding = default;
        int steps = LogicNode.MaxSteps;
        foreach (PolicyRule rule in _rules)
        {
            RuleOutcome outcome = rule.Judge(input, findings, ref steps);
            outcomes?.Add(outcome);
            if (outcome.Result == RuleResult.Failed)
            {
                if (failed is null || PolicyDecision.Gravity(rule.Otherwise) > PolicyDecision.Gravity(deciding.Rule.Otherwise))
                {
                    deciding = outcome;
                }

                (failed ??= []).Add(outcome);
            }
        }

        if (Unhandled(findings) is { } unhandled)
        {
            outcomes?.Add(unhandled);
            if (failed is null || PolicyDecision.Gravity(Verdict.Unable) > PolicyDecision.Gravity(deciding.Rule.Otherwise))
            {
                deciding = unhandled;
            }

            (failed ??= []).Add(unhandled);
        }

        return failed is null
            ? new PolicyDecision(Verdict.Pass, [], null)
            : new PolicyDecision(deciding.Rule.Otherwise, Reasons(deciding, failed), deciding.Rule.Id) { Texts = deciding.Rule.Texts };
    }

    /// <summary>A finding nobody thought of when the policy was written must not slip through.</summary>
    private RuleOutcome? Unhandled(IReadOnlyList<LogicValue> findings)
    {
        List<string>? unhandled = null;
        for (int i = 0; i < findings.Count; i++)
        {
            if (findings[i].Kind == LogicKind.Text && !_handled.Contains(findings[i].Text))
            {
                (unhandled ??= []).Add(findings[i].Text);
            }
        }

        return unhandled is null ? null : new RuleOutcome(NobodysRule, RuleResult.Failed, unhandled, null);
    }

    private static string[] Reasons(RuleOutcome deciding, List<RuleOutcome> failed) =>
        [.. deciding.Reasons.Concat(failed.SelectMany(static f => f.Reasons)).Distinct()];

    private static readonly PolicyRule NobodysRule = new() { Id = UnhandledFinding, Line = 0, Otherwise = Verdict.Unable };
}

/// <summary>A policy, or everything that is wrong with its file.</summary>
public sealed record PolicyParseResult(PolicyDocument? Policy, IReadOnlyList<PolicyIssue> Issues);

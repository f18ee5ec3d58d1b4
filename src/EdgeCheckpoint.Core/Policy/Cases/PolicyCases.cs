using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Policy.Input;
using EdgeCheckpoint.Core.Policy.Reading;

namespace EdgeCheckpoint.Core.Policy.Cases;

/// <summary>Example cases of a policy: a base input, and for each case what differs from it (RFC 7396 merge patch) and what is expected.</summary>
/// <example><code>
/// { "schema": 1,
///   "base": { "findings": [], "direction": "in", ... },
///   "cases": [ { "name": "A red code is refused",
///                "change": { "credential": { "claims": { "colour": "red" } } },
///                "expect": { "verdict": "deny", "rule": "code-not-red", "reasons": ["code-wrong-colour"] } } ] }
/// </code></example>
public sealed record PolicyCases(IReadOnlyList<PolicyCase> Cases, IReadOnlyList<PolicyIssue> Issues)
{
    private static readonly string[] TopNames = ["schema", "base", "cases"];
    private static readonly string[] CaseNames = ["name", "change", "expect"];
    private static readonly string[] ExpectNames = ["verdict", "rule", "reasons"];

    /// <summary>Reads a file of cases. All errors at once; there are no cases when there is one.</summary>
    /// <param name="policy">The policy they are about: a case may name its rules only.</param>
    public static PolicyCases Parse(ReadOnlySpan<byte> utf8, PolicyDocument policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        List<PolicyIssue> issues = [];
        List<PolicyCase> cases = [];
        LocatedNode? root = LocatedJson.Read(utf8, issues);
        var shapes = new Shapes(issues);
        if (root is not null && shapes.Object(root, "a file of cases", TopNames))
        {
            shapes.Schema(root);
            JsonObject input = Input(root, "base", shapes, issues);
            LocatedNode? list = shapes.Required(root, "cases");
            if (list is not null && shapes.Is(list, LocatedKind.List, "cases"))
            {
                foreach (LocatedNode node in list.Items)
                {
                    if (Case(node, input, policy, shapes, issues) is { } read)
                    {
                        cases.Add(read);
                    }
                }
            }
        }

        return new PolicyCases(issues.Count == 0 ? cases : [], [.. issues.OrderBy(static i => i.Line).ThenBy(static i => i.Column)]);
    }

    private static PolicyCase? Case(LocatedNode node, JsonObject given, PolicyDocument policy, Shapes shapes, List<PolicyIssue> issues)
    {
        if (!shapes.Object(node, "a case", CaseNames))
        {
            return null;
        }

        string name = shapes.Text(shapes.Required(node, "name"), "name");
        var input = (JsonObject)given.DeepClone();
        LocatedValues.Merge(input, Input(node, "change", shapes, issues));
        LocatedNode? expect = shapes.Required(node, "expect");
        if (expect is null || !shapes.Object(expect, "what is expected", ExpectNames))
        {
            return null;
        }

        LocatedNode? word = shapes.Required(expect, "verdict");
        Verdict verdict = default;
        if (word is not null && (word.Kind != LocatedKind.Text || !Words.TryParse(word.Text, out verdict)))
        {
            issues.Add(word.Issue($"\"verdict\" must be pass, refer, deny or unable, but it is {word.Words}"));
        }

        string? rule = Shapes.Find(expect, "rule") is { } id ? Rule(id, policy, shapes, issues) : null;
        IReadOnlyList<string>? reasons = Shapes.Find(expect, "reasons") is { } codes ? shapes.Codes(codes, "reasons") : null;
        return new PolicyCase(name, node.Line, input, verdict, rule, reasons);
    }

    private static string Rule(LocatedNode node, PolicyDocument policy, Shapes shapes, List<PolicyIssue> issues)
    {
        string id = shapes.Code(node, "the rule's id");
        if (id.Length > 0 && id != PolicyDocument.UnhandledFinding && policy.Find(id) is null)
        {
            issues.Add(node.Issue($"\"{id}\" is no rule of {policy.Version}; it has {string.Join(", ", policy.RuleIds)}"));
        }

        return id;
    }

    /// <summary>A whole input, or part of one; empty when there is none.</summary>
    private static JsonObject Input(LocatedNode node, string name, Shapes shapes, List<PolicyIssue> issues)
    {
        if (Shapes.Find(node, name) is not { } given || !shapes.Is(given, LocatedKind.Object, name))
        {
            return [];
        }

        Check(given, shapes, issues);
        return (JsonObject)LocatedValues.ToJson(given)!;
    }

    /// <summary>A name or a finding that the kiosk will never send would make an example that proves nothing.</summary>
    private static void Check(LocatedNode node, Shapes shapes, List<PolicyIssue> issues, string prefix = "")
    {
        foreach (LocatedProperty property in node.Properties)
        {
            string path = prefix + property.Name;
            if (InputShape.Problem(path) is { } problem)
            {
                issues.Add(new PolicyIssue(property.Line, property.Column, problem));
            }
            else if (path == "findings" && property.Value is { Kind: LocatedKind.List, Items.Count: > 0 })
            {
                shapes.Findings(property.Value, path);
            }
            else
            {
                Check(property.Value, shapes, issues, path + ".");
            }
        }
    }
}

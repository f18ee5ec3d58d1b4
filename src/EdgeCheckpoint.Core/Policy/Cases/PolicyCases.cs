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
    public static PolicyCases Parse(ReadOnlySpan<byte> utf8)
    {
        List<PolicyIssue> issues = [];
        List<PolicyCase> cases = [];
        LocatedNode? root = LocatedJson.Read(utf8, issues);
        var shapes = new Shapes(issues);
        if (root is not null && shapes.Object(root, "a file of cases", TopNames))
        {
            LocatedNode? given = Shapes.Find(root, "base");
            Check(given, issues);
            JsonObject input = given is { Kind: LocatedKind.Object } ? (JsonObject)LocatedValues.ToJson(given)! : [];
            LocatedNode? list = shapes.Required(root, "cases");
            if (list is not null && shapes.Is(list, LocatedKind.List, "cases"))
            {
                foreach (LocatedNode node in list.Items)
                {
                    if (Case(node, input, shapes, issues) is { } read)
                    {
                        cases.Add(read);
                    }
                }
            }
        }

        return new PolicyCases(issues.Count == 0 ? cases : [], [.. issues.OrderBy(static i => i.Line).ThenBy(static i => i.Column)]);
    }

    private static PolicyCase? Case(LocatedNode node, JsonObject given, Shapes shapes, List<PolicyIssue> issues)
    {
        if (!shapes.Object(node, "a case", CaseNames))
        {
            return null;
        }

        string name = shapes.Text(shapes.Required(node, "name"), "name");
        LocatedNode? change = Shapes.Find(node, "change");
        Check(change, issues);
        var input = (JsonObject)given.DeepClone();
        if (change is { Kind: LocatedKind.Object })
        {
            LocatedValues.Merge(input, (JsonObject)LocatedValues.ToJson(change)!);
        }

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

        string? rule = Shapes.Find(expect, "rule") is { } id ? shapes.Code(id, "the rule's id") : null;
        IReadOnlyList<string>? reasons = Shapes.Find(expect, "reasons") is { } codes ? shapes.Codes(codes, "reasons") : null;
        return new PolicyCase(name, node.Line, input, verdict, rule, reasons);
    }

    /// <summary>A name that the kiosk will never send would make an example that proves nothing.</summary>
    private static void Check(LocatedNode? node, List<PolicyIssue> issues, string prefix = "")
    {
        foreach (LocatedProperty property in node is { Kind: LocatedKind.Object } ? node.Properties : [])
        {
            string path = prefix + property.Name;
            if (InputShape.Problem(path) is { } problem)
            {
                issues.Add(new PolicyIssue(property.Line, property.Column, problem));
            }
            else
            {
                Check(property.Value, issues, path + ".");
            }
        }
    }
}

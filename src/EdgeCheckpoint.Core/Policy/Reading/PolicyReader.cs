using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Policy.CertLogic;
using EdgeCheckpoint.Core.Policy.Input;
using EdgeCheckpoint.Core.Policy.Rules;

namespace EdgeCheckpoint.Core.Policy.Reading;

/// <summary>Reads a policy file and reports everything wrong with it, each at its line and column.</summary>
internal sealed class PolicyReader
{
    private static readonly string[] TopNames = ["schema", "policy", "version", "title", "ignore", "rules"];
    private static readonly string[] RuleNames = ["id", "when", "require", "findings", "otherwise", "reason", "reasonsFrom", "texts"];
    private static readonly string[] Languages = ["zh-CN", "en"];

    private const int MaxRules = 200;

    private readonly List<PolicyIssue> _issues = [];
    private readonly Shapes _shapes;

    private PolicyReader() => _shapes = new Shapes(_issues);

    public static PolicyParseResult Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new PolicyReader();
        LocatedNode? root = LocatedJson.Read(utf8, reader._issues);
        PolicyDocument? policy = root is null ? null : reader.Document(root);
        PolicyIssue[] issues = [.. reader._issues.OrderBy(static i => i.Line).ThenBy(static i => i.Column)];
        return new PolicyParseResult(issues.Length == 0 ? policy : null, issues);
    }

    private PolicyDocument? Document(LocatedNode root)
    {
        if (!_shapes.Object(root, "a policy", TopNames))
        {
            return null;
        }

        _shapes.Schema(root);
        string name = _shapes.Code(_shapes.Required(root, "policy"), "the policy's name");
        string version = _shapes.Text(_shapes.Required(root, "version"), "version");
        IReadOnlyDictionary<string, string> title = Texts(_shapes.Required(root, "title"));
        IReadOnlyList<string> ignored = Shapes.Find(root, "ignore") is { } list ? _shapes.Findings(list, "ignore") : [];
        LocatedNode? rules = _shapes.Required(root, "rules");
        if (rules is null || !_shapes.Is(rules, LocatedKind.List, "rules"))
        {
            return null;
        }

        if (rules.Items.Count is 0 or > MaxRules)
        {
            _issues.Add(rules.Issue($"\"rules\" must hold 1 to {MaxRules} rules, but it holds {rules.Items.Count}; a policy without rules would pass everybody"));
        }

        PolicyRule?[] read = [.. rules.Items.Select(Rule)];
        Duplicates(rules, read);
        return new PolicyDocument(name, version, title, [.. read.OfType<PolicyRule>()], ignored);
    }

    private PolicyRule? Rule(LocatedNode node)
    {
        if (!_shapes.Object(node, "a rule", RuleNames))
        {
            return null;
        }

        LocatedNode? require = Shapes.Find(node, "require");
        LocatedNode? findings = Shapes.Find(node, "findings");
        if (require is null == findings is null)
        {
            _issues.Add(node.Issue("a rule has either \"require\" (an expression that must hold) or \"findings\" (codes that must not be there)"));
        }

        LocatedNode? reason = require is null ? Shapes.Find(node, "reason") : _shapes.Required(node, "reason");
        LocatedNode? texts = require is null ? Shapes.Find(node, "texts") : _shapes.Required(node, "texts");
        return new PolicyRule
        {
            Id = _shapes.Code(_shapes.Required(node, "id"), "the rule's id"),
            Line = node.Line,
            When = Expression(Shapes.Find(node, "when")),
            Require = Expression(require),
            Findings = findings is null ? [] : _shapes.Findings(findings, "findings"),
            Otherwise = Otherwise(_shapes.Required(node, "otherwise")),
            Reason = reason is null ? null : _shapes.Code(reason, "a reason"),
            ReasonsFrom = ReasonsFrom(Shapes.Find(node, "reasonsFrom")),
            Texts = texts is null ? new Dictionary<string, string>() : Texts(texts),
        };
    }

    private LogicNode? Expression(LocatedNode? node)
    {
        if (node is null)
        {
            return null;
        }

        LogicNode? compiled = new CertLogicCompiler(_issues).Compile(node);
        if (compiled is not null)
        {
            Paths(compiled, InputFields.Root);
        }

        return compiled;
    }

    private void Paths(LogicNode node, IPathScope scope)
    {
        if (node is VarNode path && InputShape.Problem(path.Path, scope) is { } problem)
        {
            _issues.Add(new PolicyIssue(path.Line, path.Column, problem));
        }

        foreach (LogicNode child in node.Children)
        {
            Paths(child, scope);
        }

        if (node is ReduceNode reduce)
        {
            Paths(reduce.Lambda, new LambdaPath(scope));
        }
    }

    private VarNode? ReasonsFrom(LocatedNode? node)
    {
        if (node is null || !_shapes.Is(node, LocatedKind.Text, "reasonsFrom"))
        {
            return null;
        }

        var path = new VarNode(node.Text, node.Line, node.Column);
        Paths(path, InputFields.Root);
        return path;
    }

    private Verdict Otherwise(LocatedNode? node)
    {
        if (node is { Kind: LocatedKind.Text } && Words.TryParse(node.Text, out Verdict verdict) && verdict != Verdict.Pass)
        {
            return verdict;
        }

        if (node is not null)
        {
            _issues.Add(node.Issue($"\"otherwise\" must be refer, deny or unable, but it is {node.Words}"));
        }

        return Verdict.Unable;
    }

    private Dictionary<string, string> Texts(LocatedNode? node)
    {
        Dictionary<string, string> texts = [];
        if (node is null || !_shapes.Is(node, LocatedKind.Object, "texts"))
        {
            return texts;
        }

        foreach (LocatedProperty property in node.Properties)
        {
            texts[property.Name] = _shapes.Text(property.Value, property.Name);
        }

        foreach (string language in Languages.Where(l => !texts.ContainsKey(l)))
        {
            _issues.Add(node.Issue($"the text in {language} is missing"));
        }

        return texts;
    }

    private void Duplicates(LocatedNode rules, PolicyRule?[] read)
    {
        HashSet<string> seen = [PolicyDocument.UnhandledFinding];
        for (int i = 0; i < read.Length; i++)
        {
            if (read[i] is { Id.Length: > 0 } rule && !seen.Add(rule.Id))
            {
                _issues.Add(rules.Items[i].Issue($"the id \"{rule.Id}\" is taken; every rule needs its own"));
            }
        }
    }
}

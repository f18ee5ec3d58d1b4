using EdgeCheckpoint.Core.Policy.Reading;

namespace EdgeCheckpoint.Core.Policy.CertLogic;

/// <summary>Turns a JSON expression into nodes, reporting everything wrong with it at once, in the words of the CertLogic validator.</summary>
internal sealed class CertLogicCompiler(List<PolicyIssue> issues)
{
    /// <summary>The node, or null after at least one issue was added.</summary>
    public LogicNode? Compile(LocatedNode node)
    {
        switch (node.Kind)
        {
            case LocatedKind.Boolean:
                return new LiteralNode(LogicValue.Of(node.Boolean));
            case LocatedKind.Text:
                return new LiteralNode(LogicValue.Of(node.Text));
            case LocatedKind.Number when LogicValue.Of(node.Number) is { IsInteger: true } number:
                return new LiteralNode(number);
            case LocatedKind.Number:
                return Fault(node, $"{node.Words} is a non-integer number");
            case LocatedKind.List:
                return All(node.Items) is { } items ? new ListNode(items) : null;
            case LocatedKind.Object when node.Properties.Count == 1:
                return Operation(node, node.Properties[0].Name, node.Properties[0].Value);
            case LocatedKind.Object:
                return Fault(node, $"expression object must have exactly one key, but it has {node.Properties.Count}");
            default:
                return Fault(node, "invalid CertLogic expression");
        }
    }

    private LogicNode? Operation(LocatedNode node, string name, LocatedNode operands)
    {
        if (name == "var")
        {
            return Var(node, operands);
        }

        if (operands.Kind != LocatedKind.List)
        {
            return Fault(node, "operation not of the form { \"<operator>\": [ <values...> ] }");
        }

        return name switch
        {
            "if" => Counted(node, name, operands.Items, 3, 3) is { } o ? new IfNode(o[0], o[1], o[2]) : null,
            "and" => Counted(node, name, operands.Items, 2, int.MaxValue) is { } o ? new AndNode(o) : null,
            "===" => Counted(node, name, operands.Items, 2, 2) is { } o ? new EqualNode(o[0], o[1]) : null,
            "in" => Counted(node, name, operands.Items, 2, 2) is { } o ? new InNode(o[0], o[1]) : null,
            "+" => Counted(node, name, operands.Items, 2, 2) is { } o ? new PlusNode(o[0], o[1]) : null,
            "!" => Counted(node, name, operands.Items, 1, 1) is { } o ? new NotNode(o[0]) : null,
            "<" or "before" => Compare(node, name, LogicOrder.Less, operands.Items),
            ">" or "after" => Compare(node, name, LogicOrder.Greater, operands.Items),
            "<=" or "not-after" => Compare(node, name, LogicOrder.LessOrEqual, operands.Items),
            ">=" or "not-before" => Compare(node, name, LogicOrder.GreaterOrEqual, operands.Items),
            "plusTime" => PlusTime(node, operands.Items),
            "reduce" => Counted(node, name, operands.Items, 3, 3) is { } o ? new ReduceNode(o[0], o[1], o[2]) : null,
            "extractFromUVCI" => ExtractFromUvci(node, operands.Items),
            "dccDateOfBirth" => Counted(node, name, operands.Items, 1, 1) is { } o ? new DateOfBirthNode(o[0]) : null,
            _ => Fault(node, $"unrecognised operator: \"{name}\""),
        };
    }

    private VarNode? Var(LocatedNode node, LocatedNode path)
    {
        if (path.Kind != LocatedKind.Text)
        {
            Fault(node, "not of the form { \"var\": \"<path>\" }");
            return null;
        }

        if (path.Text.Length > 0 && path.Text.Split('.').Contains(""))
        {
            Fault(node, $"data access path doesn't have a valid format: {path.Text}");
            return null;
        }

        return new VarNode(path.Text, path.Line, path.Column);
    }

    private CompareNode? Compare(LocatedNode node, string name, LogicOrder order, IReadOnlyList<LocatedNode> operands) =>
        Counted(node, name, operands, 2, 3) is { } compiled
            ? new CompareNode(name, order, dates: char.IsAsciiLetter(name[0]), compiled)
            : null;

    private PlusTimeNode? PlusTime(LocatedNode node, IReadOnlyList<LocatedNode> operands)
    {
        if (operands.Count != 3)
        {
            Fault(node, $"a \"plusTime\" operation must have exactly 3 operands, but it has {operands.Count}");
            return null;
        }

        LogicNode? date = Compile(operands[0]);
        int? amount = Integer(operands[1]);
        if (amount is null)
        {
            Fault(operands[1], $"the amount (2nd operand) of \"plusTime\" must be an integer, but it is {operands[1].Words}");
        }

        LogicTimeUnit unit = default;
        bool known = operands[2].Kind == LocatedKind.Text && Contract.Words.TryParse(operands[2].Text, out unit);
        if (!known)
        {
            Fault(operands[2], $"the unit (3rd operand) of \"plusTime\" must be year, month, day or hour, but it is {operands[2].Words}");
        }

        return date is null || amount is null || !known ? null : new PlusTimeNode(date, amount.Value, unit);
    }

    private ExtractFromUvciNode? ExtractFromUvci(LocatedNode node, IReadOnlyList<LocatedNode> operands)
    {
        if (operands.Count != 2)
        {
            Fault(node, $"an \"extractFromUVCI\" operation must have exactly 2 operands, but it has {operands.Count}");
            return null;
        }

        LogicNode? uvci = Compile(operands[0]);
        int? index = Integer(operands[1]);
        if (index is null)
        {
            Fault(operands[1], $"the index (2nd operand) of \"extractFromUVCI\" must be an integer, but it is {operands[1].Words}");
        }

        return uvci is null || index is null ? null : new ExtractFromUvciNode(uvci, index.Value);
    }

    private LogicNode[]? Counted(LocatedNode node, string name, IReadOnlyList<LocatedNode> operands, int min, int max)
    {
        LogicNode[]? compiled = All(operands);
        if (operands.Count >= min && operands.Count <= max)
        {
            return compiled;
        }

        string wanted = max == int.MaxValue ? $"at least {min}" : min == max ? $"exactly {min}" : $"{min} or {max}";
        Fault(node, $"an operation \"{name}\" must have {wanted} operand{(max == 1 ? "" : "s")}, but it has {operands.Count}");
        return null;
    }

    private LogicNode[]? All(IReadOnlyList<LocatedNode> nodes)
    {
        LogicNode?[] compiled = [.. nodes.Select(Compile)];
        return Array.Exists(compiled, static c => c is null) ? null : [.. compiled.OfType<LogicNode>()];
    }

    private static int? Integer(LocatedNode node) =>
        node.Kind == LocatedKind.Number && node.Number == Math.Floor(node.Number) && Math.Abs(node.Number) <= int.MaxValue ? (int)node.Number : null;

    private LogicNode? Fault(LocatedNode node, string message)
    {
        issues.Add(node.Issue(message));
        return null;
    }
}

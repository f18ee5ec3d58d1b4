namespace EdgeCheckpoint.Core.Policy.CertLogic;

/// <summary><c>===</c>: same kind and same value; no coercion. Lists, objects and dates have no equality in CertLogic.</summary>
internal sealed class EqualNode(LogicNode left, LogicNode right) : LogicNode
{
    public override IEnumerable<LogicNode> Children => [left, right];

    protected override LogicValue Compute(LogicValue data, ref int steps)
    {
        LogicValue l = left.Evaluate(data, ref steps);
        LogicValue r = right.Evaluate(data, ref steps);
        return l.IsError ? l : r.IsError ? r : LogicValue.Of(Same(l, r));
    }

    internal static bool Same(LogicValue left, LogicValue right) =>
        left.Kind == right.Kind
        && left.Kind switch
        {
            LogicKind.Null => true,
            LogicKind.Boolean or LogicKind.Number => left.Number == right.Number,
            LogicKind.Text => left.Text == right.Text,
            _ => false,
        };
}

/// <summary><c>in</c>: whether the left operand is a member of the list on the right. Anything but a list there is an error.</summary>
internal sealed class InNode(LogicNode left, LogicNode right) : LogicNode
{
    public override IEnumerable<LogicNode> Children => [left, right];

    protected override LogicValue Compute(LogicValue data, ref int steps)
    {
        LogicValue member = left.Evaluate(data, ref steps);
        LogicValue list = right.Evaluate(data, ref steps);
        if (member.IsError || list.IsError)
        {
            return member.IsError ? member : list;
        }

        if (list.Kind != LogicKind.List)
        {
            return LogicValue.Error("the right operand of \"in\" is not a list");
        }

        IReadOnlyList<LogicValue> items = list.Items;
        if (!Spend(items.Count, ref steps))
        {
            return TooLong;
        }

        for (int i = 0; i < items.Count; i++)
        {
            if (EqualNode.Same(member, items[i]))
            {
                return LogicValue.Of(true);
            }
        }

        return LogicValue.Of(false);
    }
}

/// <summary><c>+</c> of two whole numbers.</summary>
internal sealed class PlusNode(LogicNode left, LogicNode right) : LogicNode
{
    public override IEnumerable<LogicNode> Children => [left, right];

    protected override LogicValue Compute(LogicValue data, ref int steps)
    {
        LogicValue l = left.Evaluate(data, ref steps);
        LogicValue r = right.Evaluate(data, ref steps);
        return l.IsError ? l
            : r.IsError ? r
            : l.IsInteger && r.IsInteger ? LogicValue.Of(l.Number + r.Number)
            : LogicValue.Error("an operand of \"+\" is not a whole number");
    }
}

/// <summary>The four orders, for whole numbers (<c>&lt;</c>) and for dates (<c>before</c>).</summary>
internal enum LogicOrder
{
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
}

/// <summary>Compares two operands, or three as a chain: <c>a &lt; b and b &lt; c</c>.</summary>
/// <param name="name">The operator as written, for messages.</param>
/// <param name="dates">Operands are dates; otherwise whole numbers.</param>
internal sealed class CompareNode(string name, LogicOrder order, bool dates, LogicNode[] operands) : LogicNode
{
    public override IEnumerable<LogicNode> Children => operands;

    protected override LogicValue Compute(LogicValue data, ref int steps)
    {
        Span<double> values = stackalloc double[3];
        for (int i = 0; i < operands.Length; i++)
        {
            LogicValue value = operands[i].Evaluate(data, ref steps);
            if (value.IsError)
            {
                return value;
            }

            if (dates ? value.Kind != LogicKind.Date : !value.IsInteger)
            {
                return LogicValue.Error(dates
                    ? $"an operand of \"{name}\" is not a date; make one with \"plusTime\""
                    : $"an operand of \"{name}\" is not a whole number");
            }

            values[i] = value.Number;
        }

        return LogicValue.Of(Holds(values[0], values[1]) && (operands.Length == 2 || Holds(values[1], values[2])));
    }

    private bool Holds(double left, double right) => order switch
    {
        LogicOrder.Less => left < right,
        LogicOrder.Greater => left > right,
        LogicOrder.LessOrEqual => left <= right,
        _ => left >= right,
    };
}

namespace EdgeCheckpoint.Core.Policy.CertLogic;

/// <summary>One operation of a compiled expression. Stateless; safe for all threads.</summary>
internal abstract class LogicNode
{
    public abstract LogicValue Evaluate(LogicValue data);

    /// <summary>Paths of this node and everything below it, for checks against the documented input.</summary>
    public virtual IEnumerable<LogicNode> Children => [];
}

internal sealed class LiteralNode(LogicValue value) : LogicNode
{
    public override LogicValue Evaluate(LogicValue data) => value;
}

/// <summary>A list of expressions gives the list of their values.</summary>
internal sealed class ListNode(LogicNode[] items) : LogicNode
{
    public override IEnumerable<LogicNode> Children => items;

    public override LogicValue Evaluate(LogicValue data)
    {
        var values = new LogicValue[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            values[i] = items[i].Evaluate(data);
            if (values[i].IsError)
            {
                return values[i];
            }
        }

        return LogicValue.Of(values);
    }
}

/// <summary><c>var</c>: follows a path; whatever is not there is null.</summary>
internal sealed class VarNode(string path, int line, int column) : LogicNode
{
    private readonly Step[] _steps = path.Length == 0 ? [] : [.. path.Split('.').Select(static s => new Step(s, int.TryParse(s, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int i) ? i : -1))];

    public string Path => path;

    public int Line => line;

    public int Column => column;

    public override LogicValue Evaluate(LogicValue data)
    {
        LogicValue at = data;
        foreach (Step step in _steps)
        {
            at = at.Kind switch
            {
                LogicKind.Object => at.Fields.Get(step.Name),
                LogicKind.List when step.Index >= 0 && step.Index < at.Items.Count => at.Items[step.Index],
                _ => LogicValue.Null,
            };
        }

        return at;
    }

    private readonly record struct Step(string Name, int Index);
}

/// <summary><c>if</c>: only the chosen branch is evaluated.</summary>
internal sealed class IfNode(LogicNode guard, LogicNode then, LogicNode otherwise) : LogicNode
{
    public override IEnumerable<LogicNode> Children => [guard, then, otherwise];

    public override LogicValue Evaluate(LogicValue data)
    {
        LogicValue value = guard.Evaluate(data);
        return value.IsError
            ? value
            : value.Truth switch
            {
                true => then.Evaluate(data),
                false => otherwise.Evaluate(data),
                null => LogicValue.Error("the guard of \"if\" is neither true nor false"),
            };
    }
}

/// <summary><c>and</c>: the first falsy operand, or the last; the rest is not evaluated.</summary>
internal sealed class AndNode(LogicNode[] operands) : LogicNode
{
    public override IEnumerable<LogicNode> Children => operands;

    public override LogicValue Evaluate(LogicValue data)
    {
        LogicValue value = LogicValue.Of(true);
        foreach (LogicNode operand in operands)
        {
            value = operand.Evaluate(data);
            if (value.IsError)
            {
                return value;
            }

            switch (value.Truth)
            {
                case false:
                    return value;
                case null:
                    return LogicValue.Error("an operand of \"and\" is neither true nor false");
            }
        }

        return value;
    }
}

/// <summary><c>!</c></summary>
internal sealed class NotNode(LogicNode operand) : LogicNode
{
    public override IEnumerable<LogicNode> Children => [operand];

    public override LogicValue Evaluate(LogicValue data)
    {
        LogicValue value = operand.Evaluate(data);
        return value.IsError
            ? value
            : value.Truth is { } truth
                ? LogicValue.Of(!truth)
                : LogicValue.Error("the operand of \"!\" is neither true nor false");
    }
}

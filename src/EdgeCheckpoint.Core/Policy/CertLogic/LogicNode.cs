namespace EdgeCheckpoint.Core.Policy.CertLogic;

/// <summary>One operation of a compiled expression. Stateless; safe for all threads.</summary>
internal abstract class LogicNode
{
    /// <summary>Most steps of one decision, all its rules together: a few milliseconds. The ready policies take some hundred.</summary>
    public const int MaxSteps = 100_000;

    /// <summary>Nodes below this one, for checks against the documented input.</summary>
    public virtual IEnumerable<LogicNode> Children => [];

    /// <summary>Evaluates one expression by itself.</summary>
    public LogicValue Evaluate(LogicValue data)
    {
        int steps = MaxSteps;
        return Evaluate(data, ref steps);
    }

    /// <param name="steps">Left for the decision; every node takes one. Without any the value is an error, so that no policy stops a kiosk.</param>
    public LogicValue Evaluate(LogicValue data, ref int steps) => Spend(1, ref steps) ? Compute(data, ref steps) : TooLong;

    protected static LogicValue TooLong { get; } = LogicValue.Error($"the decision takes more than {MaxSteps} steps; shorten the lists that \"reduce\" and \"in\" go through");

    /// <summary>False, and nothing left, when there are fewer.</summary>
    protected static bool Spend(int count, ref int steps)
    {
        bool enough = count <= steps;
        steps = enough ? steps - count : 0;
        return enough;
    }

    protected abstract LogicValue Compute(LogicValue data, ref int steps);
}

internal sealed class LiteralNode(LogicValue value) : LogicNode
{
    protected override LogicValue Compute(LogicValue data, ref int steps) => value;
}

/// <summary>A list of expressions gives the list of their values.</summary>
internal sealed class ListNode(LogicNode[] items) : LogicNode
{
    public override IEnumerable<LogicNode> Children => items;

    protected override LogicValue Compute(LogicValue data, ref int steps)
    {
        var values = new LogicValue[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            values[i] = items[i].Evaluate(data, ref steps);
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

    protected override LogicValue Compute(LogicValue data, ref int steps)
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

    protected override LogicValue Compute(LogicValue data, ref int steps)
    {
        LogicValue value = guard.Evaluate(data, ref steps);
        return value.IsError
            ? value
            : value.Truth switch
            {
                true => then.Evaluate(data, ref steps),
                false => otherwise.Evaluate(data, ref steps),
                null => LogicValue.Error("the guard of \"if\" is neither true nor false"),
            };
    }
}

/// <summary><c>and</c>: the first falsy operand, or the last; the rest is not evaluated.</summary>
internal sealed class AndNode(LogicNode[] operands) : LogicNode
{
    public override IEnumerable<LogicNode> Children => operands;

    protected override LogicValue Compute(LogicValue data, ref int steps)
    {
        LogicValue value = LogicValue.Of(true);
        foreach (LogicNode operand in operands)
        {
            value = operand.Evaluate(data, ref steps);
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

    protected override LogicValue Compute(LogicValue data, ref int steps)
    {
        LogicValue value = operand.Evaluate(data, ref steps);
        return value.IsError
            ? value
            : value.Truth is { } truth
                ? LogicValue.Of(!truth)
                : LogicValue.Error("the operand of \"!\" is neither true nor false");
    }
}

namespace EdgeCheckpoint.Core.Policy.CertLogic;

/// <summary><c>plusTime</c>: a text becomes a date, moved by years, months, days or hours.</summary>
internal sealed class PlusTimeNode(LogicNode operand, int amount, LogicTimeUnit unit) : LogicNode
{
    public override IEnumerable<LogicNode> Children => [operand];

    protected override LogicValue Compute(LogicValue data, ref int steps)
    {
        LogicValue value = operand.Evaluate(data, ref steps);
        if (value.IsError)
        {
            return value;
        }

        if (!value.TryDate(out long dateMs))
        {
            return LogicValue.Error("the first operand of \"plusTime\" is not a date such as 2022-01-31 or 2022-01-31T08:00:00Z");
        }

        return LogicDates.TryAdd(dateMs, amount, unit, out long movedMs)
            ? LogicValue.Date(movedMs)
            : LogicValue.Error("\"plusTime\" leaves the years 1 to 9999");
    }
}

/// <summary><c>dccDateOfBirth</c>: a birthday, whole or partial, as the latest date it can be.</summary>
internal sealed class DateOfBirthNode(LogicNode operand) : LogicNode
{
    public override IEnumerable<LogicNode> Children => [operand];

    protected override LogicValue Compute(LogicValue data, ref int steps)
    {
        LogicValue value = operand.Evaluate(data, ref steps);
        return value.IsError ? value
            : value.Kind == LogicKind.Text && LogicDates.TryParseBirth(value.Text, out long dateMs) ? LogicValue.Date(dateMs)
            : LogicValue.Error("the operand of \"dccDateOfBirth\" is not YYYY, YYYY-MM or YYYY-MM-DD");
    }
}

/// <summary><c>extractFromUVCI</c>: one fragment of a certificate identifier, split at <c>/</c>, <c>#</c> and <c>:</c>.</summary>
internal sealed class ExtractFromUvciNode(LogicNode operand, int index) : LogicNode
{
    private const string OptionalPrefix = "URN:UVCI:";

    public override IEnumerable<LogicNode> Children => [operand];

    protected override LogicValue Compute(LogicValue data, ref int steps)
    {
        LogicValue value = operand.Evaluate(data, ref steps);
        switch (value.Kind)
        {
            case LogicKind.Error or LogicKind.Null:
                return value;
            case LogicKind.Text:
                string uvci = value.Text.StartsWith(OptionalPrefix, StringComparison.Ordinal) ? value.Text[OptionalPrefix.Length..] : value.Text;
                string[] fragments = uvci.Split('/', '#', ':');
                return index >= 0 && index < fragments.Length ? LogicValue.Of(fragments[index]) : LogicValue.Null;
            default:
                return LogicValue.Error("the first operand of \"extractFromUVCI\" is not a text");
        }
    }
}

/// <summary><c>reduce</c>: folds a list from the left; the lambda sees <c>accumulator</c>, <c>current</c> and the outer <c>data</c>. Null folds to the initial value.</summary>
internal sealed class ReduceNode(LogicNode operand, LogicNode lambda, LogicNode initial) : LogicNode
{
    /// <summary>Longest list that is folded.</summary>
    public const int MaxItems = 1000;

    /// <summary>The lambda is not among them: its paths belong to its own scope.</summary>
    public override IEnumerable<LogicNode> Children => [operand, initial];

    public LogicNode Lambda => lambda;

    protected override LogicValue Compute(LogicValue data, ref int steps)
    {
        LogicValue list = operand.Evaluate(data, ref steps);
        if (list.IsError)
        {
            return list;
        }

        if (list.Kind is not (LogicKind.List or LogicKind.Null))
        {
            return LogicValue.Error("the first operand of \"reduce\" is not a list");
        }

        LogicValue accumulator = initial.Evaluate(data, ref steps);
        if (list.Kind == LogicKind.Null)
        {
            return accumulator;
        }

        if (list.Items.Count > MaxItems)
        {
            return LogicValue.Error($"\"reduce\" folds at most {MaxItems} items");
        }

        var scope = new Scope(data);
        for (int i = 0; i < list.Items.Count && !accumulator.IsError; i++)
        {
            scope.Accumulator = accumulator;
            scope.Current = list.Items[i];
            accumulator = lambda.Evaluate(LogicValue.Of(scope), ref steps);
        }

        return accumulator;
    }

    private sealed class Scope(LogicValue data) : ILogicFields
    {
        public LogicValue Accumulator { get; set; }

        public LogicValue Current { get; set; }

        public IEnumerable<string> Names => ["accumulator", "current", "data"];

        public LogicValue Get(string name) => name switch
        {
            "accumulator" => Accumulator,
            "current" => Current,
            "data" => data,
            _ => LogicValue.Null,
        };
    }
}

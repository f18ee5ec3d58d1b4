using System.Diagnostics;

namespace EdgeCheckpoint.Core.Policy.CertLogic;

internal enum LogicKind
{
    Null,
    Boolean,
    Number,
    Text,
    Date,
    List,
    Object,

    /// <summary>The expression could not be evaluated; a rule then counts as failed.</summary>
    Error,
}

/// <summary>What an expression sees and what it gives. Errors are values too, so a wrong rule costs no exception.</summary>
internal readonly struct LogicValue
{
    private readonly double _number;
    private readonly object? _reference;

    private LogicValue(LogicKind kind, double number, object? reference)
    {
        Kind = kind;
        _number = number;
        _reference = reference;
    }

    public static LogicValue Null => default;

    public LogicKind Kind { get; }

    public bool IsError => Kind == LogicKind.Error;

    public bool Boolean => _number != 0;

    public double Number => _number;

    public string Text => _reference is null ? LogicDates.Write((long)_number) : (string)_reference;

    /// <summary>Milliseconds since 1970, UTC.</summary>
    public long DateMs => (long)_number;

    public IReadOnlyList<LogicValue> Items => (IReadOnlyList<LogicValue>)(_reference ?? throw new UnreachableException());

    public ILogicFields Fields => (ILogicFields)(_reference ?? throw new UnreachableException());

    /// <summary>A number without a fraction that a double holds exactly.</summary>
    public bool IsInteger => Kind == LogicKind.Number && Math.Abs(_number) <= MaxInteger && _number == Math.Floor(_number);

    public const double MaxInteger = 9007199254740991;

    public static LogicValue Of(bool value) => new(LogicKind.Boolean, value ? 1 : 0, null);

    public static LogicValue Of(double value) => new(LogicKind.Number, value, null);

    public static LogicValue Of(double? value) => value is { } number ? Of(number) : Null;

    public static LogicValue Of(string? value) => value is null ? Null : new(LogicKind.Text, 0, value);

    /// <summary>A moment that is a text to every operation but need not be written and read again to become a date.</summary>
    public static LogicValue Moment(long sinceEpochMs) => new(LogicKind.Text, sinceEpochMs, null);

    /// <summary>Whether a text is a date, and which.</summary>
    public bool TryDate(out long sinceEpochMs)
    {
        sinceEpochMs = (long)_number;
        return Kind == LogicKind.Text && (_reference is null || LogicDates.TryParse((string)_reference, out sinceEpochMs));
    }

    public static LogicValue Of(IReadOnlyList<LogicValue> items) => new(LogicKind.List, 0, items);

    public static LogicValue Of(IReadOnlyList<string> items) => new(LogicKind.List, 0, new TextItems(items));

    public static LogicValue Of(ILogicFields fields) => new(LogicKind.Object, 0, fields);

    public static LogicValue Date(long sinceEpochMs) => new(LogicKind.Date, sinceEpochMs, null);

    public static LogicValue Error(string message) => new(LogicKind.Error, 0, message);

    /// <summary>CertLogic's narrow truth: null when the value is neither truthy nor falsy, which is an error where truth is asked for.</summary>
    public bool? Truth => Kind switch
    {
        LogicKind.Null => false,
        LogicKind.Boolean or LogicKind.Number => _number != 0,
        LogicKind.Text => _reference is null || Text.Length > 0,
        LogicKind.List => Items.Count > 0,
        LogicKind.Object => Fields.Names.Any(),
        _ => null,
    };
}

/// <summary>An object as expressions see it.</summary>
internal interface ILogicFields
{
    /// <summary>Null for a name that is not there.</summary>
    LogicValue Get(string name);

    IEnumerable<string> Names { get; }
}

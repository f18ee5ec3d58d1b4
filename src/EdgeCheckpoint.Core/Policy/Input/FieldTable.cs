using System.Collections.Frozen;
using EdgeCheckpoint.Core.Policy.CertLogic;

namespace EdgeCheckpoint.Core.Policy.Input;

/// <summary>One name of an object that rules see.</summary>
/// <param name="Below">What may follow it in a path; null for a plain value.</param>
internal sealed record Field<T>(string Name, string Type, string Meaning, Func<T, LogicValue> Get, IPathScope? Below = null);

/// <summary>The fixed shape of one object, by name.</summary>
internal sealed class FieldTable<T> : IPathScope
{
    private readonly Field<T>[] _fields;
    private readonly FrozenDictionary<string, Field<T>> _byName;

    public FieldTable(params Field<T>[] fields)
    {
        _fields = fields;
        _byName = fields.ToFrozenDictionary(static f => f.Name, StringComparer.Ordinal);
        Names = [.. fields.Select(static f => f.Name)];
    }

    public IReadOnlyList<string> Names { get; }

    public string Has => string.Join(", ", Names);

    public bool IsOpen => false;

    public bool TryStep(string name, out IPathScope? below)
    {
        below = _byName.TryGetValue(name, out Field<T>? field) ? field.Below : null;
        return field is not null;
    }

    public LogicValue Over(T source) => LogicValue.Of(new View(this, source));

    public IEnumerable<InputField> Describe(string prefix) => _fields.SelectMany(field =>
        (IEnumerable<InputField>)
        [
            new InputField(prefix + field.Name, field.Type, field.Meaning, field.Below?.IsOpen ?? false),
            .. field.Below?.Describe($"{prefix}{field.Name}.") ?? [],
        ]);

    private sealed class View(FieldTable<T> table, T source) : ILogicFields
    {
        public IEnumerable<string> Names => table.Names;

        public LogicValue Get(string name) => table._byName.TryGetValue(name, out Field<T>? field) ? field.Get(source) : LogicValue.Null;
    }
}

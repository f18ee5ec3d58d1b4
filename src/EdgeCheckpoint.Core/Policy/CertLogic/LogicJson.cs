using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeCheckpoint.Core.Policy.CertLogic;

/// <summary>JSON values as expressions see them, converted only where an expression looks; and back.</summary>
internal static class LogicJson
{
    public static LogicValue From(JsonNode? node) => node switch
    {
        null => LogicValue.Null,
        JsonObject fields => LogicValue.Of(new JsonFields(fields)),
        JsonArray items => LogicValue.Of(new JsonItems(items)),
        JsonValue scalar => Scalar(scalar),
        _ => LogicValue.Null,
    };

    public static JsonNode? To(LogicValue value) => value.Kind switch
    {
        LogicKind.Boolean => JsonValue.Create(value.Boolean),
        LogicKind.Number => value.IsInteger ? JsonValue.Create((long)value.Number) : JsonValue.Create(value.Number),
        LogicKind.Text => JsonValue.Create(value.Text),
        LogicKind.Date => JsonValue.Create(LogicDates.Write(value.DateMs)),
        LogicKind.List => new JsonArray([.. value.Items.Select(To)]),
        LogicKind.Object => new JsonObject(value.Fields.Names.Select(name => KeyValuePair.Create(name, To(value.Fields.Get(name))))),
        _ => null,
    };

    private static LogicValue Scalar(JsonValue scalar) => scalar.GetValueKind() switch
    {
        JsonValueKind.True => LogicValue.Of(true),
        JsonValueKind.False => LogicValue.Of(false),
        JsonValueKind.Number => Number(scalar),
        JsonValueKind.String => scalar.TryGetValue(out string? text) ? LogicValue.Of(text) : LogicValue.Of(Unquoted(scalar)),
        _ => LogicValue.Null,
    };

    /// <summary>A node made in code gives its number only as the type it was made of; a parsed one gives any.</summary>
    private static LogicValue Number(JsonValue scalar)
    {
        if (scalar.TryGetValue(out double wide))
        {
            return LogicValue.Of(wide);
        }

        if (scalar.TryGetValue(out int small))
        {
            return LogicValue.Of((double)small);
        }

        return scalar.TryGetValue(out long large)
            ? LogicValue.Of((double)large)
            : LogicValue.Of(double.Parse(scalar.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    /// <summary>A date or a GUID made in code is a JSON string, but does not give itself as one.</summary>
    private static string Unquoted(JsonValue scalar) => JsonSerializer.Deserialize<string>(scalar.ToJsonString()) ?? "";

    private sealed class JsonFields(JsonObject fields) : ILogicFields
    {
        public IEnumerable<string> Names => fields.Select(static f => f.Key);

        public LogicValue Get(string name) => fields.TryGetPropertyValue(name, out JsonNode? node) ? From(node) : LogicValue.Null;
    }

    private sealed class JsonItems(JsonArray items) : IReadOnlyList<LogicValue>
    {
        public int Count => items.Count;

        public LogicValue this[int index] => From(items[index]);

        public IEnumerator<LogicValue> GetEnumerator() => items.Select(From).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

/// <summary>Texts, such as reason codes, as a list of values.</summary>
internal sealed class TextItems(IReadOnlyList<string> items) : IReadOnlyList<LogicValue>
{
    public int Count => items.Count;

    public LogicValue this[int index] => LogicValue.Of(items[index]);

    public IEnumerator<LogicValue> GetEnumerator() => items.Select(LogicValue.Of).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

using System.Text;
using System.Text.Json.Nodes;

namespace EdgeCheckpoint.Contract.Tests.Documents;

/// <summary>Writes a JSON tree as YAML; every text is quoted, so that none is taken for something else.</summary>
internal static class Yaml
{
    public static string Write(JsonObject root)
    {
        var text = new StringBuilder();
        Members(text, root, indent: 0);
        return text.ToString();
    }

    private static void Members(StringBuilder text, JsonObject node, int indent)
    {
        foreach ((string name, JsonNode? value) in node)
        {
            text.Append(' ', indent).Append(Key(name)).Append(':');
            Value(text, value, indent + 2);
        }
    }

    private static void Value(StringBuilder text, JsonNode? value, int indent)
    {
        switch (value)
        {
            case JsonObject node:
                text.Append('\n');
                Members(text, node, indent);
                break;
            case JsonArray items:
                text.Append('\n');
                foreach (JsonNode? item in items)
                {
                    var inner = new StringBuilder();
                    Members(inner, item!.AsObject(), indent + 2);
                    text.Append(' ', indent).Append("- ").Append(inner.ToString().AsSpan(indent + 2));
                }

                break;
            default:
                text.Append(" \"").Append(value!.GetValue<string>().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append("\"\n");
                break;
        }
    }

    private static string Key(string name) => name.StartsWith('$') ? $"\"{name}\"" : name;
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EdgeCheckpoint.Contract;

/// <summary>Finds what an envelope must have and has not, in the envelope, its event and the parts of the event.</summary>
internal static class RequiredFields
{
    private static readonly string[] OfEnvelope =
        ["specversion", "id", "source", "type", "time", "datacontenttype", "epoch", "sequence", "boot", "monotonic", "clock", "replay", "data"];

    /// <returns>Paths such as <c>data.measurement.celsius</c>.</returns>
    public static IReadOnlyList<string> Missing(JsonElement envelope, JsonTypeInfo data)
    {
        List<string> missing = [.. OfEnvelope.Where(name => !envelope.TryGetProperty(name, out _))];
        if (envelope.TryGetProperty("data", out JsonElement body))
        {
            Look(body, data, "data", missing);
        }

        return missing;
    }

    private static void Look(JsonElement json, JsonTypeInfo type, string path, List<string> missing)
    {
        if (json.ValueKind != JsonValueKind.Object || type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (JsonPropertyInfo property in type.Properties)
        {
            string name = $"{path}.{property.Name}";
            if (json.TryGetProperty(property.Name, out JsonElement value))
            {
                Look(value, type.Options.GetTypeInfo(property.PropertyType), name, missing);
            }
            else if (IsRequired(property))
            {
                missing.Add(name);
            }
        }
    }

    /// <summary>What may be null is left out by the writer.</summary>
    private static bool IsRequired(JsonPropertyInfo property) =>
        property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false, IsNullable: false };
}

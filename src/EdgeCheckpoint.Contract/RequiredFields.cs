using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EdgeCheckpoint.Contract;

/// <summary>Finds what an envelope must have and has not, or has as null, in the envelope, its event and the parts of the event.</summary>
internal static class RequiredFields
{
    private static readonly string[] OfEnvelope =
        ["specversion", "id", "source", "type", "time", "datacontenttype", "epoch", "sequence", "boot", "monotonic", "clock", "replay", "data"];

    /// <returns>Paths such as <c>data.measurement.celsius</c> or <c>data.reasons[0]</c>.</returns>
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
        if (json.ValueKind == JsonValueKind.Array && type.Kind == JsonTypeInfoKind.Enumerable)
        {
            int index = 0;
            foreach (JsonElement item in json.EnumerateArray())
            {
                LookInside(item, $"{path}[{index++}]");
            }
        }
        else if (json.ValueKind == JsonValueKind.Object && type.Kind == JsonTypeInfoKind.Dictionary)
        {
            foreach (JsonProperty member in json.EnumerateObject())
            {
                LookInside(member.Value, $"{path}.{member.Name}");
            }
        }
        else if (json.ValueKind == JsonValueKind.Object && type.Kind == JsonTypeInfoKind.Object)
        {
            foreach (JsonPropertyInfo property in type.Properties)
            {
                string name = $"{path}.{property.Name}";
                if (json.TryGetProperty(property.Name, out JsonElement value) && value.ValueKind != JsonValueKind.Null)
                {
                    Look(value, type.Options.GetTypeInfo(property.PropertyType), name, missing);
                }
                else if (IsRequired(property))
                {
                    missing.Add(name);
                }
            }
        }

        // No list of the contract holds nothing in a place.
        void LookInside(JsonElement item, string name)
        {
            if (item.ValueKind == JsonValueKind.Null)
            {
                missing.Add(name);
            }
            else
            {
                Look(item, type.Options.GetTypeInfo(type.ElementType!), name, missing);
            }
        }
    }

    /// <summary>What may be null is left out by the writer.</summary>
    private static bool IsRequired(JsonPropertyInfo property) =>
        property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false, IsNullable: false };
}

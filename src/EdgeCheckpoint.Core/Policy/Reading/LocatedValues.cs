using System.Text.Json.Nodes;

namespace EdgeCheckpoint.Core.Policy.Reading;

/// <summary>Located values as plain JSON.</summary>
internal static class LocatedValues
{
    public static JsonNode? ToJson(LocatedNode node) => node.Kind switch
    {
        LocatedKind.Boolean => JsonValue.Create(node.Boolean),
        LocatedKind.Number => JsonValue.Create(node.Number),
        LocatedKind.Text => JsonValue.Create(node.Text),
        LocatedKind.List => new JsonArray([.. node.Items.Select(ToJson)]),
        LocatedKind.Object => new JsonObject(node.Properties.DistinctBy(static p => p.Name).Select(static p => KeyValuePair.Create(p.Name, ToJson(p.Value)))),
        _ => null,
    };

    /// <summary>RFC 7396: members replace, objects merge, null removes.</summary>
    public static void Merge(JsonObject target, JsonObject patch)
    {
        foreach ((string name, JsonNode? value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject below)
            {
                if (target[name] is not JsonObject)
                {
                    target[name] = new JsonObject();
                }

                Merge((JsonObject)target[name]!, below);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }
}

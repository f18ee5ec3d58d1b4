using System.Text.Json.Nodes;

namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>Compares two configurations key by key.</summary>
internal static class ConfigurationDifference
{
    /// <returns>Paths of keys that differ, such as <c>screen:sound:volumePercent</c>, in order.</returns>
    public static IReadOnlyList<string> Of(KioskOptions before, KioskOptions after)
    {
        Dictionary<string, string> was = Leaves(before), now = Leaves(after);
        return [.. was.Keys.Union(now.Keys).Where(key => was.GetValueOrDefault(key) != now.GetValueOrDefault(key)).Order(StringComparer.Ordinal)];
    }

    private static Dictionary<string, string> Leaves(KioskOptions options)
    {
        var leaves = new Dictionary<string, string>();
        Walk(JsonNode.Parse(ConfigurationDump.Json(options)), "", leaves);
        return leaves;
    }

    /// <summary>A list is one value: its items have no names.</summary>
    private static void Walk(JsonNode? node, string path, Dictionary<string, string> leaves)
    {
        if (node is JsonObject section)
        {
            foreach ((string key, JsonNode? value) in section)
            {
                Walk(value, path.Length == 0 ? key : $"{path}:{key}", leaves);
            }
        }
        else
        {
            leaves[path] = node?.ToJsonString() ?? "null";
        }
    }
}

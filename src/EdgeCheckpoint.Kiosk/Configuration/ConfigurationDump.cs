using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>The configuration in force, defaults included, as JSON. Secrets are files, so none can be in it.</summary>
internal static class ConfigurationDump
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };

    public static string Json(KioskOptions options) => Section(options).ToJsonString(Indented);

    /// <summary>Whether a configuration can be used, for programs that ask.</summary>
    public static string Json(string file, IReadOnlyList<string> problems) =>
        new JsonObject { ["file"] = file, ["usable"] = problems.Count == 0, ["problems"] = new JsonArray([.. problems.Select(static p => (JsonNode)p)]) }.ToJsonString(Compact);

    private static JsonObject Section(object section)
    {
        var json = new JsonObject();
        foreach (PropertyInfo key in OptionsReader.KeysOf(section.GetType()))
        {
            json[OptionsReader.KeyOf(key)] = key.GetValue(section) is { } value ? Node(value) : null;
        }

        return json;
    }

    private static JsonNode Node(object value) => value switch
    {
        string text => text,
        bool flag => flag,
        Enum word => JsonNamingPolicy.KebabCaseLower.ConvertName(word.ToString()),
        int or long or double or float => JsonNode.Parse(((IFormattable)value).ToString("R", CultureInfo.InvariantCulture))!,
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        IDictionary<string, string> map => new JsonObject(map.Select(static p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))),
        IEnumerable list => new JsonArray([.. list.Cast<object>().Select(static v => (JsonNode)v.ToString()!)]),
        _ => Section(value),
    };
}

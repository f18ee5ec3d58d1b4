using System.Globalization;
using System.Text.Json.Nodes;

namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>One step from a version of the configuration to the next.</summary>
/// <param name="What">For the notice, in words.</param>
/// <param name="Apply">Changes one file's JSON; true when there was something to change.</param>
internal sealed record ConfigurationMigration(string What, Func<JsonObject, bool> Apply);

/// <summary>Brings files of earlier versions to the present shape, in memory; <c>checkpointctl config migrate</c> writes it down.</summary>
internal static class ConfigurationMigrations
{
    /// <summary>Step i leads from version i + 1 to i + 2.</summary>
    private static readonly ConfigurationMigration[] Steps =
    [
        new("rules:policyFile is now rules:policy", static json => Rename(json, "rules", "policyFile", "policy")),
    ];

    /// <summary>Version of the present shape.</summary>
    public const int Current = 2;

    /// <summary>Migrates one file in place. A file without a version counts as the oldest: steps that find nothing change nothing.</summary>
    /// <param name="newer">What to do about a file this software is too old for; empty otherwise.</param>
    /// <returns>What was changed, in words.</returns>
    public static IReadOnlyList<string> Migrate(JsonObject json, out string newer)
    {
        newer = "";
        int version = json[VersionKey] is JsonValue value && value.TryGetValue(out int told) ? told : 1;
        if (version > Current)
        {
            newer = string.Create(CultureInfo.InvariantCulture, $"version: {version} is newer than this software, which knows versions up to {Current}; update the software, or bring back the older file");
            return [];
        }

        List<string> changes = [.. Steps.Skip(version - 1).Where(step => step.Apply(json)).Select(static step => step.What)];
        if (version >= 1 && version < Current && json.ContainsKey(VersionKey))
        {
            json[VersionKey] = Current;
            changes.Add(string.Create(CultureInfo.InvariantCulture, $"version: {version} is now {Current}"));
        }

        return changes;
    }

    private const string VersionKey = "version";

    /// <summary>An empty text meant the default, as an absent key does.</summary>
    private static bool Rename(JsonObject json, string section, string before, string after)
    {
        if (json[section] is not JsonObject keys || !keys.Remove(before, out JsonNode? value))
        {
            return false;
        }

        if (value?.ToString() is { Length: > 0 } && !keys.ContainsKey(after))
        {
            keys[after] = value;
        }

        return true;
    }
}

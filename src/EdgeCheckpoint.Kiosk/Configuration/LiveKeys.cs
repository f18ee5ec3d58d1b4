namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>Which keys count from the moment they are changed; all others wait for a restart. The reference page says it of each key.</summary>
internal static class LiveKeys
{
    /// <summary>Sections whose keys are live, but for those named.</summary>
    private static readonly Dictionary<string, string[]> Sections = new()
    {
        // The mode is set by commands while the kiosk runs; the direction is part of what admissions are remembered by; vehicles need their own desk.
        ["lane"] = ["mode", "direction", "vehicles"],
        ["screen"] = [],
        ["screen:sound"] = [],
        ["memory"] = [],
    };

    /// <param name="section">Path of the section, such as <c>screen:sound</c>; empty at the top.</param>
    public static bool Covers(string section, string key) => Sections.TryGetValue(section, out string[]? except) && !except.Contains(key);

    /// <param name="path">Whole path of a key, of a list's item or of a map's entry.</param>
    public static bool Covers(string path)
    {
        string[] parts = path.Split(':');
        return Enumerable.Range(1, parts.Length - 1).Any(i => Covers(string.Join(':', parts[..i]), parts[i]));
    }
}

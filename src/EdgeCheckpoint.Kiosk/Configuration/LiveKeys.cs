namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>Which keys count from the moment they are changed; all others wait for a restart. The reference page says it of each key.</summary>
internal static class LiveKeys
{
    /// <summary>Which keys of a section are live.</summary>
    private static readonly Dictionary<string, Func<string, bool>> Sections = new()
    {
        // The mode is set by commands while the kiosk runs; the direction is part of what admissions are remembered by; for vehicles there are further pages.
        ["lane"] = static key => key is not ("mode" or "direction" or "vehicles"),
        ["subject"] = static key => key is "siteOffsetCelsius" or "elevatedCelsius" or "tooLowCelsius" or "ambientAtLeastCelsius" or "ambientAtMostCelsius" or "uncertaintyAtMostCelsius",
        ["screen"] = static _ => true,
        ["screen:sound"] = static _ => true,
        ["memory"] = static _ => true,
    };

    /// <param name="section">Path of the section, such as <c>screen:sound</c>; empty at the top.</param>
    public static bool Covers(string section, string key) => Sections.TryGetValue(section, out Func<string, bool>? isLive) && isLive(key);

    /// <param name="path">Whole path of a key, of a list's item or of a map's entry.</param>
    public static bool Covers(string path)
    {
        string[] parts = path.Split(':');
        return Enumerable.Range(1, parts.Length - 1).Any(i => Covers(string.Join(':', parts[..i]), parts[i]));
    }
}

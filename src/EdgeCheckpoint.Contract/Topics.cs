namespace EdgeCheckpoint.Contract;

/// <summary>Every topic of the protocol, built and parsed in one place.</summary>
/// <remarks>
/// <code>
/// ecp/v1/{district}/{checkpoint}/{device}/{status|info|ack}
/// ecp/v1/{district}/{checkpoint}/{device}/{evt|tel|cmd|rsp}/{name}
/// ecp/v1/{district}/all/cfg/{name}
/// </code>
/// </remarks>
public static class Topics
{
    public const string Root = "ecp/v1";

    public static string Prefix(Site site) => $"{Root}/{site.District}/{site.Checkpoint}/{site.Device}";

    public static string Status(Site site) => $"{Prefix(site)}/status";

    public static string Info(Site site) => $"{Prefix(site)}/info";

    public static string Ack(Site site) => $"{Prefix(site)}/ack";

    public static string Event(Site site, string kind) => $"{Prefix(site)}/evt/{kind}";

    /// <summary>Where a kind of event travels: gap records go with the alarms, every other kind by its own name.</summary>
    public static string EventOf(Site site, string kind) => Event(site, kind == Events.GapEvent.KindName ? Events.AlarmEvent.KindName : kind);

    public static string Telemetry(Site site, string name) => $"{Prefix(site)}/tel/{name}";

    public static string Command(Site site, string name) => $"{Prefix(site)}/cmd/{name}";

    public static string Response(Site site, string name) => $"{Prefix(site)}/rsp/{name}";

    public static string DistrictConfiguration(string district, string name) => $"{Root}/{district}/all/cfg/{name}";

    /// <summary>A name may stand in a topic level when it is 1 to 64 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.</summary>
    public static bool IsLevel(string? name) =>
        name is { Length: >= 1 and <= 64 }
        && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>Takes a kiosk's topic apart: <c>ecp/v1/d/c/dev/evt/scan</c> gives the site, <c>evt</c> and <c>scan</c>.</summary>
    public static bool TryParse(string topic, out Site site, out string channel, out string name)
    {
        ArgumentNullException.ThrowIfNull(topic);
        site = default;
        channel = name = "";
        string[] levels = topic.Split('/');
        if (levels.Length is not (6 or 7) || levels[0] != "ecp" || levels[1] != "v1" || !levels.Skip(2).All(IsLevel))
        {
            return false;
        }

        site = new Site(levels[2], levels[3], levels[4]);
        channel = levels[5];
        name = levels.Length == 7 ? levels[6] : "";
        return true;
    }
}

using EdgeCheckpoint.Contract;
using EdgeCheckpoint.District.Store;

namespace EdgeCheckpoint.District.Ingest;

/// <summary>What the district knows of one kiosk at this moment.</summary>
public sealed record KioskState(Site Site)
{
    /// <summary>Word of the retained status: <c>online</c>, <c>degraded</c>, <c>offline</c>; <c>unknown</c> before the first.</summary>
    public string Status { get; init; } = "unknown";

    /// <summary>Why it is degraded or away.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>When the status last changed its word, by the district's clock.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When anything was last heard of it.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Name of the lane for people.</summary>
    public string Lane { get; init; } = "";

    public string Software { get; init; } = "";

    /// <summary>Word of the clock's state in its last reading of health.</summary>
    public string Clock { get; init; } = "";

    /// <summary>Events the kiosk still holds for us.</summary>
    public long? Queue { get; init; }

    /// <summary>Age of the oldest of them, s.</summary>
    public long? QueueSeconds { get; init; }

    /// <summary>Sensors by name, with their state's word.</summary>
    public IReadOnlyDictionary<string, string> Sensors { get; init; } = new Dictionary<string, string>();

    public string Epoch { get; init; } = "";

    public long Watermark { get; init; }

    /// <summary>Scans received today by verdict, by the district's local day.</summary>
    public IReadOnlyDictionary<string, long> Today { get; init; } = new Dictionary<string, long>();

    public IReadOnlyList<ActiveAlarm> Alarms { get; init; } = [];

    /// <summary>Rises with every change of any kiosk.</summary>
    public long Version { get; init; }
}

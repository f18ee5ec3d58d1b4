namespace EdgeCheckpoint.Contract.Kiosk;

/// <summary>How a kiosk does; retained and expiring on <c>tel/health</c>. What a kiosk cannot measure is null or absent.</summary>
public sealed record KioskHealth
{
    /// <summary>Wall time of the reading, UTC.</summary>
    public DateTimeOffset At { get; init; }

    public ClockState Clock { get; init; }

    /// <summary>Seconds since the software started.</summary>
    public long UptimeSeconds { get; init; }

    /// <summary>What waits for the district; filled in by the uplink.</summary>
    public QueueHealth Queue { get; init; } = new();

    /// <summary>Free bytes of the file system that holds the journal.</summary>
    public long? DiskFreeBytes { get; init; }

    /// <summary>Temperature of the board's processor, °C.</summary>
    public double? BoardCelsius { get; init; }

    /// <summary>Whether the supply voltage has dropped too low since boot.</summary>
    public bool? UnderVoltage { get; init; }

    /// <summary>State of every sensor by name: <c>ok</c>, or the fault's word.</summary>
    public IReadOnlyDictionary<string, string> Sensors { get; init; } = new Dictionary<string, string>();

    /// <summary>Counters since start, such as <c>frames-dropped</c>.</summary>
    public IReadOnlyDictionary<string, long> Counters { get; init; } = new Dictionary<string, long>();
}

/// <summary>The journal's queue.</summary>
public sealed record QueueHealth
{
    /// <summary>Events the district has not acknowledged.</summary>
    public long Events { get; init; }

    /// <summary>Age of the oldest of them, s; 0 when there is none.</summary>
    public long OldestSeconds { get; init; }

    /// <summary>Bytes the journal uses.</summary>
    public long Bytes { get; init; }

    public long BudgetBytes { get; init; }

    /// <summary>Events dropped for space or lost to damage since start; each has a gap record.</summary>
    public long Dropped { get; init; }
}

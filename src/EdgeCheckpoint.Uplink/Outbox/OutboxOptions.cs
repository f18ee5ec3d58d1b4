using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>Where the journal lies and how large it may grow.</summary>
public sealed record OutboxOptions
{
    /// <summary>Folder of the journal; created when absent. Must survive a reboot: not on an overlay in memory.</summary>
    public required string Folder { get; init; }

    /// <summary>The kiosk; its device name is part of every key, its topic prefix the source of every event.</summary>
    public required Site Site { get; init; }

    /// <summary>Whether its events are of a simulation, and say so.</summary>
    public bool Simulated { get; init; }

    /// <summary>Most bytes the journal may use. Default 1 GiB: 90 days of 6,300 events a day and as much again.</summary>
    public long BudgetBytes { get; init; } = 1L << 30;

    /// <summary>What happens to a new event when the budget or the disk is full. Default: the kiosk stops admitting.</summary>
    public WhenFull WhenFull { get; init; } = WhenFull.Stop;

    /// <summary>How long an event is kept after the district has acknowledged it. Default 7 days; zero keeps none.</summary>
    public TimeSpan RetainAcknowledged { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The device's secret, at least 16 bytes: payloads are sealed and the hash chain is keyed with keys derived from it. Empty: plain payloads, unkeyed chain.</summary>
    public ReadOnlyMemory<byte> Secret { get; init; }

    /// <summary>Share of the budget, 0 to 1, from which the journal counts as filling up. Default 0.8.</summary>
    public double AlarmShare { get; init; } = 0.8;

    /// <summary>Pages in the write-ahead log before SQLite moves them into the file. Default 1000, about 4 MB.</summary>
    public int CheckpointPages { get; init; } = 1000;
}

/// <summary>What gives way when the journal is full.</summary>
public enum WhenFull
{
    /// <summary>The append fails and the kiosk stops admitting: no decision without a record.</summary>
    Stop,

    /// <summary>Admission goes on: the oldest gate and report events go first, then the oldest acknowledged events, then the oldest of all; what the district had not acknowledged leaves a gap record.</summary>
    ReplaceOldest,
}

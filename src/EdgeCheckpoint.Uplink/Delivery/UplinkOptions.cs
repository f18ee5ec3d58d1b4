using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>How the journal is brought to the district.</summary>
public sealed record UplinkOptions
{
    public required Site Site { get; init; }

    /// <summary>Whether the kiosk's sensors are simulated: every event then says so, instead of live or backfill.</summary>
    public bool Simulated { get; init; }

    /// <summary>Events handed to the client without PUBACK; those beyond the client's own send window wait inside it. Default 256.</summary>
    public int PublishWindow { get; init; } = 256;

    /// <summary>Events of an epoch's backlog sent without the district's durable ack, and as many live ones. Default 480: both together below the 1,000 that a broker queues for an absent subscriber before it drops silently.</summary>
    public int AckWindow { get; init; } = 480;

    /// <summary>Most backlog events per second, at least 1; live events are never held back. Default 2,000.</summary>
    public int BacklogPerSecond { get; init; } = 2000;

    /// <summary>Without progress of the durable ack for this long, everything unacknowledged is sent again. Default 10 s; doubles up to <see cref="MaximumAckTimeout"/> until an ack or a new connection comes.</summary>
    public TimeSpan AckTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan MaximumAckTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Pause after the broker refused an event or a subscription, which only a change of its access list can cure. Default 30 s.</summary>
    public TimeSpan RefusedPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Remembers over restarts which of the uplink's alarms are raised, so that each is cleared; null, the default, for one run only.</summary>
    public string? AlarmFile { get; init; }

    /// <summary>Home Assistant's discovery prefix, usually <c>homeassistant</c>; null, the default, tells it nothing. The broker must let the kiosk publish there.</summary>
    public string? HomeAssistantPrefix { get; init; }

    /// <summary>Between two readings of health when nothing changes. Default 30 s; a reading expires after three of them.</summary>
    public TimeSpan HealthInterval { get; init; } = TimeSpan.FromSeconds(30);
}

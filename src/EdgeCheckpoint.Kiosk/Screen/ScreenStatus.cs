using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Kiosk.Screen;

/// <summary>Whether the district's broker can be reached.</summary>
public enum LinkState
{
    Unknown,
    Online,
    Offline,
}

/// <summary>How a device does, in the words a status line can show.</summary>
public enum DeviceState
{
    Unknown,
    Ready,
    WarmingUp,

    /// <summary>It works, but less well than it should.</summary>
    Degraded,
    Fault,
}

/// <summary>The kiosk's own state, shown small on every page and in words on the idle page.</summary>
public sealed record ScreenStatus
{
    public LinkState Network { get; init; }

    /// <summary>Events on the disk that the district has not confirmed yet.</summary>
    public long Queue { get; init; }

    public DeviceState Thermal { get; init; }

    public DeviceState Camera { get; init; }

    public ClockState Clock { get; init; }
}

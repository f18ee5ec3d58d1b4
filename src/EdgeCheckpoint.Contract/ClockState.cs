namespace EdgeCheckpoint.Contract;

/// <summary>How far the wall clock of a kiosk can be trusted. Boards without a battery-backed clock start in the past.</summary>
public enum ClockState
{
    /// <summary>Never set since boot; wall time is meaningless.</summary>
    Unset,

    /// <summary>Restored or carried forward without a time source.</summary>
    Estimated,

    /// <summary>Disciplined by a time source since boot.</summary>
    Synced,
}

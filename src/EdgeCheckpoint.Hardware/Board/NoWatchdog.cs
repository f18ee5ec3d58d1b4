namespace EdgeCheckpoint.Hardware.Board;

/// <summary>Where the board has no watchdog, or it cannot be had: takes no food and restarts nothing.</summary>
public sealed class NoWatchdog : IWatchdog
{
    public TimeSpan Timeout => TimeSpan.MaxValue;

    public bool RestartedByIt => false;

    public bool Feed() => false;

    public void Dispose()
    {
    }
}

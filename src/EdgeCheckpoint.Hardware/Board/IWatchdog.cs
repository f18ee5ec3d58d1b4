namespace EdgeCheckpoint.Hardware.Board;

/// <summary>Restarts the board unless it is fed.</summary>
public interface IWatchdog : IDisposable
{
    /// <summary>After so long without food the board restarts.</summary>
    TimeSpan Timeout { get; }

    /// <summary>Whether the last start of the board was the watchdog's doing; false also where nobody can tell.</summary>
    bool RestartedByIt { get; }

    /// <returns>Whether it was taken.</returns>
    bool Feed();
}

namespace EdgeCheckpoint.Contract;

/// <summary>How an event reaches its reader: at once, late, or from a simulation.</summary>
public enum Replay
{
    Live,
    Backfill,
    Simulated,
}

namespace EdgeCheckpoint.Simulation.Disk;

/// <summary>How a simulated disk fails. Values are SQLite's result codes.</summary>
public enum DiskFault
{
    None = 0,

    /// <summary>Writes and syncs fail; the file system went read-only.</summary>
    ReadOnly = 8,

    /// <summary>EIO on every write and sync.</summary>
    Io = 10,

    /// <summary>ENOSPC on every write that makes a file longer.</summary>
    Full = 13,
}

namespace EdgeCheckpoint.Simulation.Disk.Native;

/// <summary>One of SQLite's file handles.</summary>
internal sealed class OpenFile(SimulatedDisk disk, string name, SimulatedFile file, FileLocks locks)
{
    public SimulatedDisk Disk { get; } = disk;

    public string Name { get; } = name;

    public SimulatedFile File { get; } = file;

    public FileLocks Locks { get; } = locks;

    /// <summary>Whether the name no longer leads to this file.</summary>
    public bool HasMoved => !Disk.TryFind(Name, out SimulatedFile? there) || there != File;
}

/// <summary>The locks of one file among its handles: SQLite's five levels, and the shared memory.</summary>
/// <remarks>sqlite.org/lockingv3.html, section 3.</remarks>
internal sealed class FileLocks
{
    private const int Shared = 1;
    private const int Reserved = 2;
    private const int Pending = 3;
    private const int Exclusive = 4;
    private readonly Dictionary<OpenFile, int> _levels = [];

    public SharedMemory? Memory { get; set; }

    public HashSet<OpenFile> Mapped { get; } = [];

    public bool TryLock(OpenFile handle, int level)
    {
        int highest = _levels.Where(l => l.Key != handle).Select(static l => l.Value).DefaultIfEmpty(0).Max();
        bool granted = level switch
        {
            Shared => highest < Pending,
            Reserved => highest < Reserved,
            _ => highest < Shared,
        };
        if (granted)
        {
            _levels[handle] = level;
        }
        else if (level == Exclusive && highest < Reserved)
        {
            _levels[handle] = Pending;
        }

        return granted;
    }

    public void Unlock(OpenFile handle, int level) => _levels[handle] = Math.Min(level, _levels.GetValueOrDefault(handle));

    public bool IsReserved() => _levels.Values.Any(static l => l >= Reserved);

    public void Close(OpenFile handle) => _levels.Remove(handle);
}

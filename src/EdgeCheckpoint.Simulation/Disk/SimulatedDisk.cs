using EdgeCheckpoint.Simulation.Disk.Native;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Simulation.Disk;

/// <summary>A disk in memory under SQLite that forgets unsynced writes, tears pages, fills up and fails, all from one seed.</summary>
/// <remarks>
/// A power cut can be set to strike at any write, truncation or sync; from then on every operation fails until <see cref="PowerOn"/>.
/// What survives is decided for each 512-byte sector of each unsynced write. Reads are never wrong unless <see cref="Flip"/> made them so.
/// Thread-safe.
/// </remarks>
public sealed class SimulatedDisk : IJournalFolder, IDisposable
{
    private readonly Dictionary<string, SimulatedFile> _files = [];
    private readonly Dictionary<string, SimulatedFile> _deletedUnsynced = [];
    private readonly Random _random;
    private readonly int _id;
    private long _cutIn = long.MaxValue;
    private long _failIn = long.MaxValue;
    private bool _owned;

    public SimulatedDisk(int seed)
    {
        _random = new Random(seed);
        _id = DiskVfs.Register(this);
    }

    /// <summary>Writes, truncations and syncs so far.</summary>
    public long Operations { get; private set; }

    public bool IsOff { get; private set; }

    /// <summary>Present fault; set to <see cref="DiskFault.None"/> to heal.</summary>
    public DiskFault Fault { get; set; }

    /// <summary>Size of the disk; what does not fit fails as <see cref="DiskFault.Full"/>.</summary>
    public long TotalBytes { get; set; } = 1L << 40;

    public long FreeBytes
    {
        get
        {
            lock (Gate)
            {
                return Fault == DiskFault.Full ? 0 : Math.Max(0, TotalBytes - _files.Values.Sum(static f => (long)f.Length));
            }
        }
    }

    /// <summary>How long SQLite slept on this thread, waiting for locks; no time passes here for that.</summary>
    public static TimeSpan Slept => DiskVfs.Slept;

    internal Lock Gate { get; } = new();

    /// <summary>The power fails at the given operation from now, counted from 1.</summary>
    public void CutPowerIn(long operations) => _cutIn = operations;

    /// <summary>One operation fails with EIO, counted from 1 from now; all others work.</summary>
    public void FailOnce(long operation) => _failIn = operation;

    /// <summary>Decides what of the unsynced writes survived, and works again. Everything that had files open must be closed.</summary>
    public void PowerOn()
    {
        lock (Gate)
        {
            foreach (string name in _files.Where(f => !f.Value.PowerCut(_random)).Select(static f => f.Key).ToList())
            {
                _files.Remove(name);
            }

            foreach ((string name, SimulatedFile file) in _deletedUnsynced)
            {
                if (_random.Next(2) == 0 && file.PowerCut(_random))
                {
                    _files.TryAdd(name, file);
                }
            }

            _deletedUnsynced.Clear();
            _owned = false;
            _cutIn = long.MaxValue;
            IsOff = false;
        }
    }

    /// <summary>Damages one byte of a file.</summary>
    public void Flip(string name, int offset, byte mask) => _files[name].Flip(offset, mask);

    public long LengthOf(string name)
    {
        lock (Gate)
        {
            return _files.TryGetValue(name, out SimulatedFile? file) ? file.Length : 0;
        }
    }

    public string DataSource(string name) => $"file:/{_id}/{name}?vfs={DiskVfs.Name}";

    public IFolderLock? TryOwn()
    {
        if (_owned)
        {
            return null;
        }

        _owned = true;
        return new Ownership(this);
    }

    public bool Exists(string name)
    {
        lock (Gate)
        {
            return _files.ContainsKey(name);
        }
    }

    public IReadOnlyList<string> List()
    {
        lock (Gate)
        {
            return [.. _files.Keys];
        }
    }

    public void Move(string name, string newName)
    {
        lock (Gate)
        {
            DemandPower();
            _files.Remove(name, out SimulatedFile? file);
            _files[newName] = file ?? throw new FileNotFoundException("no such file on the simulated disk", name);
        }
    }

    public void Delete(string name)
    {
        lock (Gate)
        {
            DemandPower();
            Delete(name, synced: true);
        }
    }

    public void Reserve(string name, int bytes)
    {
        lock (Gate)
        {
            WriteTo(name, new byte[bytes]).Sync();
        }
    }

    public void Write(string name, ReadOnlySpan<byte> bytes)
    {
        lock (Gate)
        {
            bool isNew = !_files.ContainsKey(name);
            SimulatedFile file = WriteTo(name, bytes);
            if (isNew)
            {
                file.Sync();
            }
        }
    }

    public Stream OpenRead(string name)
    {
        lock (Gate)
        {
            SimulatedFile file = _files.TryGetValue(name, out SimulatedFile? found) ? found : throw new FileNotFoundException("no such file on the simulated disk", name);
            byte[] content = new byte[file.Length];
            file.Read(0, content);
            return new MemoryStream(content);
        }
    }

    public void Dispose() => DiskVfs.Unregister(_id);

    internal bool TryFind(string name, out SimulatedFile? file) => _files.TryGetValue(name, out file);

    internal SimulatedFile Open(string name)
    {
        if (!_files.TryGetValue(name, out SimulatedFile? file))
        {
            _files[name] = file = new SimulatedFile();
        }

        return file;
    }

    internal void Delete(string name, bool synced)
    {
        lock (Gate)
        {
            if (_files.Remove(name, out SimulatedFile? file) && !synced && file.IsDurable)
            {
                _deletedUnsynced[name] = file;
            }
        }
    }

    /// <summary>Counts an operation that changes the medium; tells whether it may happen.</summary>
    /// <param name="growth">Bytes by which a file becomes longer.</param>
    internal DiskFault Check(long growth)
    {
        Operations++;
        if (!IsOff && --_cutIn <= 0)
        {
            IsOff = true;
        }

        if (--_failIn == 0)
        {
            return DiskFault.Io;
        }

        return IsOff ? DiskFault.Io
            : Fault is DiskFault.None or DiskFault.Full ? growth > 0 && growth > FreeBytes ? DiskFault.Full : DiskFault.None
            : Fault;
    }

    private SimulatedFile WriteTo(string name, ReadOnlySpan<byte> bytes)
    {
        if (Check(growth: bytes.Length - LengthOf(name)) != DiskFault.None)
        {
            throw new IOException("the simulated disk failed");
        }

        SimulatedFile file = Open(name);
        file.Write(0, bytes);
        return file;
    }

    private void DemandPower()
    {
        if (IsOff)
        {
            throw new IOException("the simulated disk is off");
        }
    }

    private sealed class Ownership(SimulatedDisk disk) : IFolderLock
    {
        public bool IsInPlace => true;

        public void Dispose() => disk._owned = false;
    }
}

using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Simulation.Disk.Native;

/// <summary>The write-ahead log's index that all connections to one file share, and its eight locks. Lives no longer than its last connection.</summary>
internal sealed unsafe class SharedMemory
{
    private const int Locks = 8;
    private readonly List<nint> _regions = [];
    private readonly object?[] _exclusive = new object?[Locks];
    private readonly HashSet<object>[] _shared = [.. Enumerable.Range(0, Locks).Select(static _ => new HashSet<object>())];

    /// <summary>Address of a region; zero when it does not exist and may not be made.</summary>
    public nint Map(int region, int bytes, bool extend)
    {
        while (_regions.Count <= region)
        {
            if (!extend)
            {
                return 0;
            }

            _regions.Add((nint)NativeMemory.AllocZeroed((nuint)bytes));
        }

        return _regions[region];
    }

    public bool TryLock(object owner, int first, int count, bool exclusive)
    {
        for (int i = first; i < first + count; i++)
        {
            bool others = _shared[i].Count > (_shared[i].Contains(owner) ? 1 : 0);
            if ((_exclusive[i] is not null && _exclusive[i] != owner) || (exclusive && others))
            {
                return false;
            }
        }

        for (int i = first; i < first + count; i++)
        {
            if (exclusive)
            {
                _exclusive[i] = owner;
            }
            else
            {
                _shared[i].Add(owner);
            }
        }

        return true;
    }

    public void Unlock(object owner, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            _exclusive[i] = _exclusive[i] == owner ? null : _exclusive[i];
            _shared[i].Remove(owner);
        }
    }

    public void Free()
    {
        _regions.ForEach(static r => NativeMemory.Free((void*)r));
        _regions.Clear();
    }
}

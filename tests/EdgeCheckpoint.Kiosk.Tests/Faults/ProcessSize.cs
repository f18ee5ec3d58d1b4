using System.Globalization;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>What this process holds, with all garbage collected.</summary>
internal readonly record struct ProcessSize(long HeapBytes, long ResidentBytes, int Handles, int Threads)
{
    public static ProcessSize Now()
    {
        for (int round = 0; round < 3; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        long pages = long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture);
        return new ProcessSize(
            GC.GetTotalMemory(forceFullCollection: true),
            pages * Environment.SystemPageSize,
            Directory.GetFileSystemEntries("/proc/self/fd").Length,
            Directory.GetDirectories("/proc/self/task").Length);
    }

    /// <summary>What never went away during these looks; the rest came and went.</summary>
    public static ProcessSize Smallest(IEnumerable<ProcessSize> looks) => looks.Aggregate(static (a, b) => new ProcessSize(
        Math.Min(a.HeapBytes, b.HeapBytes), Math.Min(a.ResidentBytes, b.ResidentBytes), Math.Min(a.Handles, b.Handles), Math.Min(a.Threads, b.Threads)));

    public static ProcessSize operator -(ProcessSize a, ProcessSize b) =>
        new(a.HeapBytes - b.HeapBytes, a.ResidentBytes - b.ResidentBytes, a.Handles - b.Handles, a.Threads - b.Threads);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"heap {HeapBytes / 1e6:F2} MB, resident {ResidentBytes / 1e6:F1} MB, {Handles} handles, {Threads} threads");
}

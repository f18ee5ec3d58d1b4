namespace EdgeCheckpoint.Core.Lists;

/// <summary>The exact list behind a filter: hashes in ascending order, in memory or on a disk. Thread-safe.</summary>
public interface IRevocationEntries
{
    long Count { get; }

    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    ListHash this[long index] { get; }
}

/// <summary>A list in memory.</summary>
public sealed class MemoryEntries(ListHash[] sorted) : IRevocationEntries
{
    public long Count => sorted.LongLength;

    public ListHash this[long index] => sorted[index];
}

namespace EdgeCheckpoint.Core.Thermal;

/// <summary>People in the last five pictures: the middle count, so that one picture in which an arm looks like a head changes nothing.</summary>
internal sealed class RecentCounts
{
    private const int Pictures = 5;

    private readonly int[] _counts = new int[Pictures];
    private int _next;

    public void Clear() => _counts.AsSpan().Clear();

    /// <returns>The middle count.</returns>
    public int Add(int people)
    {
        _counts[_next] = people;
        _next = (_next + 1) % Pictures;
        Span<int> sorted = stackalloc int[Pictures];
        _counts.CopyTo(sorted);
        sorted.Sort();
        return sorted[Pictures / 2];
    }
}

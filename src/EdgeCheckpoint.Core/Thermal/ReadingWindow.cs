namespace EdgeCheckpoint.Core.Thermal;

/// <summary>The faces of the last pictures of one still person, and their median.</summary>
internal sealed class ReadingWindow(int capacity)
{
    private readonly double[] _values = new double[capacity];
    private readonly double[] _sorted = new double[capacity];
    private int _next;

    public int Count { get; private set; }

    public void Clear()
    {
        Count = 0;
        _next = 0;
    }

    public void Add(double celsius)
    {
        _values[_next] = celsius;
        _next = (_next + 1) % _values.Length;
        Count = Math.Min(Count + 1, _values.Length);
    }

    /// <summary>Of at least one value.</summary>
    public double Median()
    {
        Span<double> sorted = _sorted.AsSpan(0, Count);
        _values.AsSpan(0, Count).CopyTo(sorted);
        sorted.Sort();
        return Count % 2 == 1 ? sorted[Count / 2] : (sorted[(Count / 2) - 1] + sorted[Count / 2]) / 2;
    }
}

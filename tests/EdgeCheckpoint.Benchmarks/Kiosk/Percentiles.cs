using System.Globalization;

namespace EdgeCheckpoint.Benchmarks.Kiosk;

/// <summary>Collects times and tells their distribution.</summary>
internal sealed class Percentiles(string what)
{
    private readonly List<double> _milliseconds = [];

    public int Count => _milliseconds.Count;

    public void Add(TimeSpan time) => _milliseconds.Add(time.TotalMilliseconds);

    public override string ToString()
    {
        _milliseconds.Sort();
        return string.Create(CultureInfo.InvariantCulture,
            $"{what}: n {Count}, p50 {At(0.5):F2} ms, p95 {At(0.95):F2} ms, p99 {At(0.99):F2} ms, max {_milliseconds[^1]:F2} ms");
    }

    private double At(double share) => _milliseconds[Math.Min(Count - 1, (int)(share * Count))];
}

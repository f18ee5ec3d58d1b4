using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>Decisions since start, by verdict. Thread-safe.</summary>
internal sealed class VerdictCounts
{
    private readonly long[] _counts = new long[Enum.GetValues<Verdict>().Length];

    public void Add(Verdict verdict) => Interlocked.Increment(ref _counts[(int)verdict]);

    public IReadOnlyDictionary<string, long> Read() =>
        Enum.GetValues<Verdict>().ToDictionary(static v => Words.Of(v), v => Interlocked.Read(ref _counts[(int)v]));
}

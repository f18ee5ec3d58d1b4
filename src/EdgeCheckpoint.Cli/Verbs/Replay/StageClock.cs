namespace EdgeCheckpoint.Cli.Verbs.Replay;

/// <summary>The rooms a replay passes, in their order.</summary>
internal enum ReplayStage
{
    Thermal,
    Decode,
    Verify,
    Decide,
    Append,
}

/// <summary>Adds up the real time spent in each room.</summary>
internal sealed class StageClock
{
    private readonly TimeSpan[] _spent = new TimeSpan[Enum.GetValues<ReplayStage>().Length];
    private readonly int[] _visits = new int[Enum.GetValues<ReplayStage>().Length];

    public T Measure<T>(ReplayStage stage, Func<T> work)
    {
        long from = TimeProvider.System.GetTimestamp();
        T result = work();
        _spent[(int)stage] += TimeProvider.System.GetElapsedTime(from);
        _visits[(int)stage]++;
        return result;
    }

    public void Reset()
    {
        Array.Clear(_spent);
        Array.Clear(_visits);
    }

    /// <summary>Milliseconds by room: a thermal picture and a step of the machine on average, the others in all.</summary>
    public IReadOnlyDictionary<ReplayStage, double> Milliseconds() => Enum.GetValues<ReplayStage>().ToDictionary(
        static stage => stage,
        stage => Math.Round(
            _spent[(int)stage].TotalMilliseconds / (stage is ReplayStage.Thermal or ReplayStage.Decide ? Math.Max(1, _visits[(int)stage]) : 1), 3));
}

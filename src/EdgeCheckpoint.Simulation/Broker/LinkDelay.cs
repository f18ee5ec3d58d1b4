namespace EdgeCheckpoint.Simulation.Broker;

/// <summary>When each packet of one direction comes out of a slow link; never before the packet ahead of it.</summary>
internal sealed class LinkDelay(LinkProfile link, Random chance, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private TimeSpan _sentUntil;
    private TimeSpan _arrivedUntil;

    /// <summary>How long the packet that enters now still travels.</summary>
    internal TimeSpan Travel(int bytes)
    {
        TimeSpan now = time.GetElapsedTime(_started);
        TimeSpan sending = link.BytesPerSecond > 0 ? TimeSpan.FromSeconds((double)bytes / link.BytesPerSecond) : TimeSpan.Zero;
        _sentUntil = Max(now, _sentUntil) + sending;
        TimeSpan arrival = _sentUntil + link.Delay + (chance.NextDouble() < link.LossProbability ? link.LossPenalty : TimeSpan.Zero);
        _arrivedUntil = Max(arrival, _arrivedUntil);
        return _arrivedUntil - now;
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}

namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>Keeps the backlog to a rate, so that a kiosk that comes back does not flood its district. One thread.</summary>
internal sealed class BacklogRate(int perSecond, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private double _spentUntilS;

    /// <summary>How long until the next event may go.</summary>
    public TimeSpan Next { get; private set; }

    /// <summary>Grants up to <paramref name="wanted"/> events, at most a tenth of a second's worth at once.</summary>
    public int Take(int wanted)
    {
        double now = time.GetElapsedTime(_start).TotalSeconds;
        _spentUntilS = Math.Max(_spentUntilS, now - BurstS);
        int granted = (int)Math.Clamp((now - _spentUntilS) * perSecond, 0, wanted);
        _spentUntilS += (double)granted / perSecond;
        Next = TimeSpan.FromSeconds(1.0 / perSecond);
        return granted;
    }

    private const double BurstS = 0.1;
}

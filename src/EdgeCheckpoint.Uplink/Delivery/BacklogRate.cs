namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>Keeps the backlog to a rate, so that a kiosk that comes back does not flood its district. One thread.</summary>
/// <param name="perSecond">At least 1.</param>
internal sealed class BacklogRate(int perSecond, TimeProvider time)
{
    /// <summary>A tenth of a second's worth, and never less than one: what is granted is whole.</summary>
    private readonly double _burst = Math.Max(1, perSecond * 0.1);

    private long _toppedUpAt = time.GetTimestamp();
    private double _saved;

    /// <summary>How long until the next event may go; rounded up, or it would have to be asked for twice.</summary>
    public TimeSpan Next => TimeSpan.FromSeconds(Math.Max(0, 1 - _saved) / perSecond) + TimeSpan.FromTicks(1);

    /// <summary>Grants up to <paramref name="wanted"/> events, at most a tenth of a second's worth at once.</summary>
    public int Take(int wanted)
    {
        long now = time.GetTimestamp();
        _saved = Math.Min(_burst, _saved + (time.GetElapsedTime(_toppedUpAt, now).TotalSeconds * perSecond));
        _toppedUpAt = now;
        int granted = (int)Math.Min(_saved, wanted);
        _saved -= granted;
        return granted;
    }

    /// <summary>Takes back what was granted and not used.</summary>
    public void GiveBack(int unused) => _saved += unused;
}

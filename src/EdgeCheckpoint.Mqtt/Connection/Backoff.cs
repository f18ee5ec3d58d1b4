namespace EdgeCheckpoint.Mqtt.Connection;

/// <summary>Waits between attempts: doubling, half of it by chance, so that a district does not come back all at once.</summary>
internal sealed class Backoff(TimeSpan minimum, TimeSpan maximum, Random chance)
{
    private int _failures;

    internal int Failures => _failures;

    internal void Reset() => _failures = 0;

    internal TimeSpan Next()
    {
        double ceiling = Math.Min(maximum.TotalMilliseconds, minimum.TotalMilliseconds * Math.Pow(2, Math.Min(_failures, 30)));
        _failures++;
        return TimeSpan.FromMilliseconds((ceiling / 2) + (chance.NextDouble() * ceiling / 2));
    }
}

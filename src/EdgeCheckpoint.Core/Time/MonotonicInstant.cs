namespace EdgeCheckpoint.Core.Time;

/// <summary>A moment on the monotonic clock of this boot; the only kind of time durations are computed from.</summary>
/// <param name="SinceStart">Time since an arbitrary start that is the same for the whole process.</param>
public readonly record struct MonotonicInstant(TimeSpan SinceStart) : IComparable<MonotonicInstant>
{
    public static MonotonicInstant FromMilliseconds(double milliseconds) => new(TimeSpan.FromMilliseconds(milliseconds));

    public static MonotonicInstant Now(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new MonotonicInstant(time.GetElapsedTime(0));
    }

    public int CompareTo(MonotonicInstant other) => SinceStart.CompareTo(other.SinceStart);

    public static TimeSpan operator -(MonotonicInstant later, MonotonicInstant earlier) => later.SinceStart - earlier.SinceStart;

    public static MonotonicInstant operator +(MonotonicInstant instant, TimeSpan duration) => new(instant.SinceStart + duration);

    public static bool operator <(MonotonicInstant left, MonotonicInstant right) => left.SinceStart < right.SinceStart;

    public static bool operator >(MonotonicInstant left, MonotonicInstant right) => left.SinceStart > right.SinceStart;

    public static bool operator <=(MonotonicInstant left, MonotonicInstant right) => left.SinceStart <= right.SinceStart;

    public static bool operator >=(MonotonicInstant left, MonotonicInstant right) => left.SinceStart >= right.SinceStart;
}

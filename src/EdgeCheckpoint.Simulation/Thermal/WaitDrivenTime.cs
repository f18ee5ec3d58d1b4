namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>A clock that moves only by being waited on: a timer is due at once, and time has passed. For runs faster than life.</summary>
/// <remarks>For code on one thread that waits by itself; periodic timers are refused.</remarks>
public class WaitDrivenTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly DateTimeOffset _start;
    private long _ticks;

    public WaitDrivenTime(DateTimeOffset start) => _start = start;

    public WaitDrivenTime()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _start + TimeSpan.FromTicks(GetTimestamp());

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    /// <summary>Lets time pass without anybody waiting.</summary>
    public virtual void Pass(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        lock (_lock)
        {
            Interlocked.Add(ref _ticks, duration.Ticks);
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        if (period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero)
        {
            throw new NotSupportedException("This clock has no periodic timers.");
        }

        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            Pass(dueTime);
            callback(state);
        }

        return new SpentTimer();
    }

    private sealed class SpentTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

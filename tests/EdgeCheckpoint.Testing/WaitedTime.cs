namespace EdgeCheckpoint.Testing;

/// <summary>A clock that knows whether somebody waits for it to go on. For one reader that waits by timers of one shot.</summary>
public sealed class WaitedTime(TimeProvider inner) : TimeProvider
{
    private readonly TimeProvider _inner = inner;
    private int _waiting;

    /// <summary>Whether its reader can do nothing until time passes.</summary>
    public bool IsWaitedFor => Volatile.Read(ref _waiting) > 0;

    public override long TimestampFrequency => _inner.TimestampFrequency;

    public override long GetTimestamp() => _inner.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _inner.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _waiting);
        return new Wait(this, callback, state, dueTime);
    }

    private sealed class Wait : ITimer
    {
        private readonly WaitedTime _time;
        private readonly ITimer _timer;
        private int _over;

        public Wait(WaitedTime time, TimerCallback callback, object? state, TimeSpan dueTime)
        {
            _time = time;
            _timer = time._inner.CreateTimer(
                _ =>
                {
                    End();
                    callback(state);
                },
                null,
                dueTime,
                Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("A wait is begun once.");

        public void Dispose()
        {
            End();
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void End()
        {
            if (Interlocked.Exchange(ref _over, 1) == 0)
            {
                Interlocked.Decrement(ref _time._waiting);
            }
        }
    }
}

namespace EdgeCheckpoint.Testing;

/// <summary>Time that passes only when a test says so. Timers fire inside <see cref="Advance"/>, on its thread, in their order.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _state = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _wall = DateTimeOffset.UnixEpoch.AddYears(56);
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_state)
        {
            return _now.Ticks;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_state)
        {
            return _wall + _now;
        }
    }

    /// <summary>Sets the wall clock; what measures durations does not notice.</summary>
    public void SetWall(DateTimeOffset now)
    {
        lock (_state)
        {
            _wall = now - _now;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass, timer by timer.</summary>
    public void Advance(TimeSpan duration)
    {
        TimeSpan end;
        lock (_state)
        {
            end = _now + duration;
        }

        while (Due(end) is { } timer)
        {
            timer.Fire();
        }

        lock (_state)
        {
            _now = end;
        }
    }

    private ManualTimer? Due(TimeSpan end)
    {
        lock (_state)
        {
            ManualTimer? next = _timers.Where(timer => timer.At <= end).MinBy(static timer => timer.At);
            if (next is not null)
            {
                _now = next.At > _now ? next.At : _now;
                next.Proceed();
                if (next.At == TimeSpan.MaxValue)
                {
                    _timers.Remove(next);
                }
            }

            return next;
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public TimeSpan At { get; private set; } = TimeSpan.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._state)
            {
                _period = period;
                time._timers.Remove(this);
                At = dueTime == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : time._now + dueTime;
                if (At != TimeSpan.MaxValue)
                {
                    time._timers.Add(this);
                }
            }

            return true;
        }

        public void Proceed() => At = _period > TimeSpan.Zero ? At + _period : TimeSpan.MaxValue;

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

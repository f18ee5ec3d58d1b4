using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Kiosk.Clock;

/// <summary>The wall clock and how far it may be trusted. Thread-safe.</summary>
/// <param name="synchronizedMark">File that a time service touches whenever it has set the clock or found it right; systemd-timesyncd's by default.</param>
/// <param name="assumeSynced">True where something outside vouches for the clock.</param>
/// <remarks>
/// The monotonic clock is never turned, and what slews the wall clock slews it too, so the wall time of its start moves by steps only.
/// That of the last touch of the mark is the right one: a clock that has left it was turned since, until its service touches the mark anew.
/// A service that turns the clock itself does so first and touches the mark then.
/// </remarks>
internal sealed class WallClock(TimeProvider time, string synchronizedMark, bool assumeSynced)
{
    /// <summary>systemd-timesyncd.service(8): exists since the first synchronisation of this boot, touched by every later one.</summary>
    public const string TimesyncdMark = "/run/systemd/timesync/synchronized";

    /// <summary>No board of this software ran before; an earlier clock was never set.</summary>
    private static readonly DateTimeOffset Earliest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A leap second, and what the file system's clock lags behind.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private readonly Lock _turn = new();
    private DateTimeOffset? _mark;
    private DateTimeOffset? _rightStart;
    private DateTimeOffset? _lastStart;
    private MonotonicInstant _lookedAt;

    public ClockState State => Tick().Clock;

    /// <summary>This moment, as events carry it.</summary>
    public EventTime Stamp()
    {
        Ticked now = Tick();
        return new EventTime(now.Wall, now.Clock, BootIdentity.Current, (long)now.At.SinceStart.TotalMilliseconds);
    }

    public Ticked Tick()
    {
        lock (_turn)
        {
            var before = MonotonicInstant.Now(time);
            DateTimeOffset wall = time.GetUtcNow();
            var at = MonotonicInstant.Now(time);
            return new Ticked(at, wall, assumeSynced ? ClockState.Synced : Judge(wall, at, at - before));
        }
    }

    /// <param name="apart">How far apart the two clocks may have been read.</param>
    private ClockState Judge(DateTimeOffset wall, MonotonicInstant at, TimeSpan apart)
    {
        DateTimeOffset start = wall - at.SinceStart;
        FileInfo file = new(synchronizedMark);
        DateTimeOffset? mark = file.Exists ? file.LastWriteTimeUtc : null;
        if (apart < Tolerance)
        {
            if (mark != _mark)
            {
                _rightStart = WasTouched(mark, wall, at - _lookedAt) ? start : _lastStart;
            }

            (_mark, _lastStart, _lookedAt) = (mark, start, at);
        }

        if (mark is null)
        {
            return wall < Earliest ? ClockState.Unset : ClockState.Estimated;
        }

        TimeSpan? off = (start - _rightStart)?.Duration() - apart;
        return off <= Tolerance ? ClockState.Synced
            : off <= VerificationTime.EstimateError ? ClockState.Estimated
            : ClockState.Unset;
    }

    /// <summary>Whether the mark was touched by the clock as it is now. One that is not of the time since the last look, or since the boot, was touched before the clock was turned.</summary>
    private static bool WasTouched(DateTimeOffset? mark, DateTimeOffset wall, TimeSpan sinceLastLook) =>
        wall - mark is { } age && age > -Tolerance && age < sinceLastLook + Tolerance;
}

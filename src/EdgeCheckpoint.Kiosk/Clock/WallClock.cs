using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Kiosk.Clock;

/// <summary>The wall clock and how far it may be trusted.</summary>
/// <param name="synchronizedMark">File that a time service keeps while the clock is disciplined; systemd-timesyncd's by default.</param>
/// <param name="assumeSynced">True where something outside vouches for the clock.</param>
internal sealed class WallClock(TimeProvider time, string synchronizedMark, bool assumeSynced)
{
    /// <summary>systemd-timesyncd.service(8): exists since the first synchronisation of this boot.</summary>
    public const string TimesyncdMark = "/run/systemd/timesync/synchronized";

    /// <summary>No board of this software ran before; an earlier clock was never set.</summary>
    private static readonly DateTimeOffset Earliest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public ClockState State =>
        assumeSynced || File.Exists(synchronizedMark) ? ClockState.Synced
        : time.GetUtcNow() < Earliest ? ClockState.Unset
        : ClockState.Estimated;

    /// <summary>This moment, as events carry it.</summary>
    public EventTime Stamp() =>
        new(time.GetUtcNow(), State, BootIdentity.Current, (long)MonotonicInstant.Now(time).SinceStart.TotalMilliseconds);

    public Ticked Tick() => new(MonotonicInstant.Now(time), time.GetUtcNow(), State);
}

using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Kiosk.Clock;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Clock;

/// <summary>A board that has been up for an hour, and the mark of its time service.</summary>
public sealed class WallClockTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 6, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Tenth = TimeSpan.FromMilliseconds(100);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    public WallClockTests()
    {
        _time.Advance(TimeSpan.FromHours(1));
        _time.SetWall(Noon);
    }

    [Fact]
    public void Without_a_time_service_a_clock_is_estimated_or_was_never_set()
    {
        WallClock clock = Clock();
        Assert.Equal(ClockState.Estimated, clock.State);
        _time.SetWall(DateTimeOffset.UnixEpoch);
        Assert.Equal(ClockState.Unset, clock.State);
    }

    [Theory]
    [InlineData(365 * 24 * 60, ClockState.Unset)]
    [InlineData(-46 * 365 * 24 * 60, ClockState.Unset)]
    [InlineData(61, ClockState.Unset)]
    [InlineData(-59, ClockState.Estimated)]
    [InlineData(1, ClockState.Estimated)]
    public void A_clock_turned_by_hand_is_trusted_only_within_what_it_was_turned_by(int minutes, ClockState expected)
    {
        WallClock clock = Synchronised();
        Turn(TimeSpan.FromMinutes(minutes));
        Assert.Equal(expected, clock.State);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(expected, clock.Stamp().Clock);
    }

    [Fact]
    public void A_clock_turned_little_by_little_is_turned_as_well()
    {
        WallClock clock = Synchronised();
        for (int i = 0; i < 60; i++)
        {
            Turn(TimeSpan.FromSeconds(1));
            _ = clock.State;
        }

        Assert.Equal(ClockState.Estimated, clock.State);
    }

    [Fact]
    public void A_leap_second_changes_nothing()
    {
        WallClock clock = Synchronised();
        Turn(TimeSpan.FromSeconds(-1));
        Assert.Equal(ClockState.Synced, clock.State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_first_synchronisation_after_a_boot_turns_the_clock_and_ends_as_synced(bool lookBetween)
    {
        WallClock clock = Clock();
        Assert.Equal(ClockState.Estimated, clock.State);
        SetByService(TimeSpan.FromDays(3), lookBetween, clock);
        Assert.Equal(ClockState.Synced, clock.State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_clock_that_its_service_sets_right_again_is_synced_again(bool lookBetween)
    {
        WallClock clock = Synchronised();
        Turn(TimeSpan.FromDays(365));
        Assert.Equal(ClockState.Unset, clock.State);
        _time.Advance(Tenth);
        SetByService(TimeSpan.FromDays(-365), lookBetween, clock);
        Assert.Equal(ClockState.Synced, clock.State);
    }

    [Fact]
    public void A_mark_touched_before_the_turn_vouches_for_nothing_after_it()
    {
        WallClock clock = Synchronised();
        _time.Advance(Tenth);
        Touch();
        Turn(TimeSpan.FromDays(365));
        _time.Advance(Tenth);
        Assert.Equal(ClockState.Unset, clock.State);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-1)]
    public void A_clock_turned_before_the_service_started_is_found_by_a_mark_that_is_not_of_this_boot(int days)
    {
        Touch();
        Turn(TimeSpan.FromDays(days));
        WallClock clock = Clock();
        Assert.Equal(ClockState.Unset, clock.State);
        _time.Advance(Tenth);
        SetByService(TimeSpan.FromDays(-days), lookBetween: true, clock);
        Assert.Equal(ClockState.Synced, clock.State);
    }

    [Fact]
    public void A_mark_that_is_touched_as_usual_keeps_the_clock_synced()
    {
        WallClock clock = Synchronised();
        for (int i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(34));
            Touch();
            Assert.Equal(ClockState.Synced, clock.State);
        }
    }

    [Fact]
    public void A_clock_that_somebody_vouches_for_is_not_judged()
    {
        var clock = new WallClock(_time, Mark, assumeSynced: true);
        Turn(TimeSpan.FromDays(365));
        Assert.Equal(ClockState.Synced, clock.State);
    }

    public void Dispose() => _folder.Dispose();

    private string Mark => _folder.File("synchronized");

    private WallClock Clock() => new(_time, Mark, assumeSynced: false);

    private WallClock Synchronised()
    {
        Touch();
        _time.Advance(TimeSpan.FromMinutes(5));
        WallClock clock = Clock();
        Assert.Equal(ClockState.Synced, clock.State);
        return clock;
    }

    private void Turn(TimeSpan by) => _time.SetWall(_time.GetUtcNow() + by);

    /// <summary>As systemd-timesyncd does: first the clock, then the mark.</summary>
    private void SetByService(TimeSpan by, bool lookBetween, WallClock clock)
    {
        Turn(by);
        if (lookBetween)
        {
            _ = clock.State;
        }

        Touch();
    }

    private void Touch()
    {
        File.WriteAllText(Mark, "");
        File.SetLastWriteTimeUtc(Mark, _time.GetUtcNow().UtcDateTime);
    }
}

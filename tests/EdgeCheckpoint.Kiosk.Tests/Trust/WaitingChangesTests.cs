using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Kiosk.Tests.Trust;

/// <summary>Changes of revocations that come before the snapshot they belong to.</summary>
public sealed class WaitingChangesTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly RestartableStore _kiosk = new();

    public void Dispose() => _kiosk.Dispose();

    [Fact]
    public void Changes_count_once_their_snapshot_is_there_whatever_comes_between()
    {
        Assert.Equal(DocumentFault.OtherBase, _kiosk.Import(_kiosk.Delta(9, snapshot: 5, "b")));
        _kiosk.Import(_kiosk.PolicyOf(1, "one"));
        Assert.Equal(DocumentFault.None, _kiosk.Import(_kiosk.Snapshot(5, "a")));
        Assert.True(_kiosk.IsRevoked("a") && _kiosk.IsRevoked("b"));
        Assert.Equal(["policy/1", "revocations-delta/9", "revocations/5"], _kiosk.InForce);
    }

    [Fact]
    public void They_wait_through_a_restart()
    {
        _kiosk.Import(_kiosk.Delta(9, snapshot: 5, "b"));
        _kiosk.Start();
        _kiosk.Import(_kiosk.Snapshot(5, "a"));
        Assert.True(_kiosk.IsRevoked("b"));
    }

    [Fact]
    public void Of_several_the_newest_is_kept()
    {
        _kiosk.Import(_kiosk.Delta(9, snapshot: 5, "b"));
        _kiosk.Import(_kiosk.Delta(10, snapshot: 5, "b", "c"));
        _kiosk.Import(_kiosk.Delta(8, snapshot: 5));
        _kiosk.Import(_kiosk.Snapshot(5, "a"));
        Assert.True(_kiosk.IsRevoked("b") && _kiosk.IsRevoked("c"));
    }

    [Fact]
    public void Another_snapshot_than_theirs_lets_them_wait_on()
    {
        _kiosk.Import(_kiosk.Delta(9, snapshot: 5, "b"));
        _kiosk.Import(_kiosk.Snapshot(4, "a"));
        Assert.False(_kiosk.IsRevoked("b"));
        _kiosk.Import(_kiosk.Snapshot(5, "a"));
        Assert.True(_kiosk.IsRevoked("b"));
    }

    [Fact]
    public void A_later_snapshot_than_theirs_ends_their_waiting()
    {
        _kiosk.Import(_kiosk.Delta(9, snapshot: 5, "b"));
        _kiosk.Import(_kiosk.Snapshot(6, "a", "b"));
        _kiosk.Time.Advance(Long);
        Assert.Null(_kiosk.Store.Stranded);
        Assert.True(_kiosk.IsRevoked("b"));
    }

    [Fact]
    public void Changes_in_force_stay_while_later_ones_wait()
    {
        _kiosk.Import(_kiosk.Snapshot(4, "a"));
        _kiosk.Import(_kiosk.Delta(8, snapshot: 4, "b"));
        _kiosk.Import(_kiosk.Delta(9, snapshot: 5, "c"));
        Assert.Equal(["revocations-delta/8", "revocations/4"], _kiosk.InForce);
        _kiosk.Start();
        Assert.Equal(["revocations-delta/8", "revocations/4"], _kiosk.InForce);
    }

    [Fact]
    public void Whoever_waits_long_is_stranded_until_the_snapshot_comes()
    {
        _kiosk.Import(_kiosk.Delta(9, snapshot: 5, "b"));
        Assert.Null(_kiosk.Store.Stranded);
        _kiosk.Time.Advance(Long / 2);
        _kiosk.Import(_kiosk.Delta(10, snapshot: 5, "b", "c"));
        _kiosk.Time.Advance(Long / 2);
        Assert.Equal("revocations-delta/10", _kiosk.Store.Stranded?.Name);
        _kiosk.Import(_kiosk.Snapshot(5, "a"));
        Assert.Null(_kiosk.Store.Stranded);
    }

    [Fact]
    public void Changes_that_a_later_snapshot_has_already_are_no_alarm_and_no_wait()
    {
        _kiosk.Import(_kiosk.Snapshot(5, "a", "b"));
        Assert.Equal(DocumentFault.Superseded, _kiosk.Import(_kiosk.Delta(9, snapshot: 4, "b")));
        _kiosk.Time.Advance(Long);
        Assert.Null(_kiosk.Store.Stranded);
        Assert.False(_kiosk.IsAlarming);
    }
}

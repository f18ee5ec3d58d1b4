using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Kiosk.Tests.Trust;

/// <summary>What a kiosk makes of a disk that lost a document, or was given another one.</summary>
public sealed class RottenDocumentTests : IDisposable
{
    private readonly RestartableStore _kiosk = new();

    public void Dispose() => _kiosk.Dispose();

    [Fact]
    public void A_document_that_rots_on_the_disk_gives_way_to_the_one_before()
    {
        _kiosk.Import(_kiosk.PolicyOf(1, "one"));
        _kiosk.Import(_kiosk.PolicyOf(2, "two"));
        _kiosk.Rot("policy.ecpdoc");
        _kiosk.Start();
        Assert.Equal("one/1", _kiosk.Policy.Version);
        Assert.True(_kiosk.IsAlarming);
    }

    [Fact]
    public void The_one_before_is_known_by_version_and_age_like_any_other()
    {
        _kiosk.Import(_kiosk.PolicyOf(1, "one"));
        _kiosk.Import(_kiosk.PolicyOf(2, "two"));
        _kiosk.Rot("policy.ecpdoc");
        _kiosk.Start();
        Assert.Equal(["policy/1"], _kiosk.InForce);
    }

    [Fact]
    public void The_lost_document_sent_again_is_taken()
    {
        byte[] two = _kiosk.PolicyOf(2, "two");
        _kiosk.Import(_kiosk.PolicyOf(1, "one"));
        _kiosk.Import(two);
        _kiosk.Rot("policy.ecpdoc");
        _kiosk.Start();
        Assert.Equal(DocumentFault.None, _kiosk.Import(two));
        Assert.Equal("two/1", _kiosk.Policy.Version);
        Assert.Equal(DocumentFault.Unchanged, _kiosk.Import(two));
    }

    [Fact]
    public void An_only_document_that_rotted_is_taken_again_too()
    {
        byte[] one = _kiosk.PolicyOf(1, "one");
        _kiosk.Import(one);
        _kiosk.Rot("policy.ecpdoc");
        _kiosk.Start();
        Assert.Empty(_kiosk.InForce);
        Assert.Equal(DocumentFault.None, _kiosk.Import(one));
        Assert.Equal(["policy/1"], _kiosk.InForce);
    }

    [Fact]
    public void A_rotten_snapshot_leaves_the_one_before_with_its_changes()
    {
        byte[] later = _kiosk.Snapshot(2, "a", "b");
        byte[] changes = _kiosk.Delta(1, snapshot: 1, "b");
        _kiosk.Import(_kiosk.Snapshot(1, "a"));
        _kiosk.Import(changes);
        _kiosk.Import(later);
        _kiosk.Rot("revocations.ecpdoc");
        _kiosk.Start();
        Assert.Equal(["revocations-delta/1", "revocations/1"], _kiosk.InForce);
        Assert.True(_kiosk.IsRevoked("a") && _kiosk.IsRevoked("b"));

        Assert.Equal(DocumentFault.Unchanged, _kiosk.Import(changes));
        Assert.Equal(DocumentFault.None, _kiosk.Import(_kiosk.Delta(2, snapshot: 1, "b", "c")));
        Assert.True(_kiosk.IsRevoked("c"));
        Assert.Equal(DocumentFault.None, _kiosk.Import(later));
        Assert.Equal(["revocations/2"], _kiosk.InForce);
    }

    [Fact]
    public void The_changes_of_a_rotten_snapshot_wait_until_it_is_sent_again()
    {
        byte[] later = _kiosk.Snapshot(2, "a", "b");
        _kiosk.Import(_kiosk.Snapshot(1, "a"));
        _kiosk.Import(_kiosk.Delta(1, snapshot: 1, "b"));
        _kiosk.Import(later);
        _kiosk.Import(_kiosk.Delta(2, snapshot: 2, "c"));
        _kiosk.Rot("revocations.ecpdoc");
        _kiosk.Start();
        Assert.True(_kiosk.IsRevoked("a") && _kiosk.IsRevoked("b"));

        _kiosk.Start();
        _kiosk.Import(later);
        Assert.Equal(["revocations-delta/2", "revocations/2"], _kiosk.InForce);
        Assert.True(_kiosk.IsRevoked("b") && _kiosk.IsRevoked("c"));
    }

    [Fact]
    public void An_older_document_put_in_the_place_of_the_newest_is_refused_with_an_alarm()
    {
        byte[] one = _kiosk.PolicyOf(1, "one");
        _kiosk.Import(one);
        _kiosk.Import(_kiosk.PolicyOf(2, "two"));
        _kiosk.Import(_kiosk.PolicyOf(3, "three"));
        File.WriteAllBytes(_kiosk.File("policy.ecpdoc"), one);
        _kiosk.Start();
        Assert.Equal("two/1", _kiosk.Policy.Version);
        Assert.Equal(DocumentFault.Rollback, Assert.Single(_kiosk.Judged).Fault);
    }

    [Fact]
    public void The_one_before_in_force_because_the_newest_is_gone_raises_an_alarm()
    {
        _kiosk.Import(_kiosk.PolicyOf(1, "one"));
        _kiosk.Import(_kiosk.PolicyOf(2, "two"));
        File.Delete(_kiosk.File("policy.ecpdoc"));
        _kiosk.Start();
        Assert.Equal("one/1", _kiosk.Policy.Version);
        Assert.True(_kiosk.IsAlarming);
    }

    [Fact]
    public void A_document_of_another_body_and_the_same_version_is_refused_at_start()
    {
        _kiosk.Import(_kiosk.PolicyOf(1, "one"));
        File.WriteAllBytes(_kiosk.File("policy.ecpdoc"), _kiosk.PolicyOf(1, "uno"));
        _kiosk.Start();
        Assert.NotEqual("uno/1", _kiosk.Policy.Version);
        Assert.Equal(DocumentFault.Conflict, Assert.Single(_kiosk.Judged).Fault);
    }
}

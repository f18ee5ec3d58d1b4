using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Kiosk.Trust;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Trust;

public sealed class TrustStoreTests : IDisposable
{
    private readonly District _district = new();
    private readonly TemporaryFolder _folder = new();
    private readonly List<ImportResult> _judged = [];
    private PolicyInForce _policy = null!;

    public void Dispose()
    {
        _district.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_good_document_counts_at_once_and_after_a_restart()
    {
        Assert.Equal(DocumentFault.None, Import(Start(), _district.Sign(DocumentKind.Policy, 1, District.Policy("one"))));
        Assert.Equal("one/1", _policy.Version);
        TrustStore again = Start();
        Assert.Equal("one/1", _policy.Version);
        Assert.Equal("policy/1", again.States(District.Now)["policy"].Version);
        Assert.Equal(TimeSpan.FromHours(3), again.States(District.Now)["policy"].Age);
    }

    [Fact]
    public void An_older_one_is_refused_even_after_the_newer_was_deleted_from_the_disk()
    {
        Import(Start(), _district.Sign(DocumentKind.Policy, 2, District.Policy("two")));
        File.Delete(_folder.File("policy.ecpdoc"));
        Assert.Equal(DocumentFault.Rollback, Import(Start(), _district.Sign(DocumentKind.Policy, 1, District.Policy("one"))));
        Assert.NotEqual("one/1", _policy.Version);
    }

    [Fact]
    public void A_damaged_update_leaves_the_old_one_in_force_and_is_kept_for_inspection()
    {
        TrustStore store = Start();
        Import(store, _district.Sign(DocumentKind.Policy, 1, District.Policy("one")));
        byte[] bad = _district.Sign(DocumentKind.Policy, 2, District.Policy("two"));
        bad[^3] ^= 1;
        Assert.Equal(DocumentFault.Damaged, Import(store, bad));
        Assert.Equal("one/1", _policy.Version);
        Assert.True(_judged[^1].IsAlarming);
        Assert.Single(Directory.GetFiles(_folder.File("quarantine")));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.new"));
    }

    [Fact]
    public void What_an_import_left_that_a_power_cut_ended_is_taken_away_at_the_next_start()
    {
        File.WriteAllText(_folder.File("offered-0123.new"), "half a document");
        Start();
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.new"));
    }

    [Fact]
    public void A_strangers_update_leaves_the_old_one_in_force()
    {
        TrustStore store = Start();
        Import(store, _district.Sign(DocumentKind.Policy, 1, District.Policy("one")));
        using var stranger = new District();
        Assert.Equal(DocumentFault.UnknownSigner, Import(store, stranger.Sign(DocumentKind.Policy, 2, District.Policy("two"))));
        Assert.Equal("one/1", _policy.Version);
        Assert.True(_judged[^1].IsAlarming);
    }

    [Fact]
    public void A_genuine_policy_with_an_error_is_refused_with_its_place()
    {
        TrustStore store = Start();
        Import(store, _district.Sign(DocumentKind.Policy, 1, District.Policy("one")));
        Assert.Equal(DocumentFault.BadContent, Import(store, _district.Sign(DocumentKind.Policy, 2, """{ "schema": 1 }""")));
        Assert.Contains("1:1", _judged[^1].Detail, StringComparison.Ordinal);
        Assert.Equal("one/1", _policy.Version);

        // The version was not used up: the repaired one may have it.
        Assert.Equal(DocumentFault.None, Import(store, _district.Sign(DocumentKind.Policy, 2, District.Policy("two"))));
    }

    [Fact]
    public void The_same_document_again_is_no_news_and_no_alarm()
    {
        TrustStore store = Start();
        byte[] document = _district.Sign(DocumentKind.Policy, 1, District.Policy("one"));
        Import(store, document);
        Assert.Equal(DocumentFault.Unchanged, Import(store, document));
        Assert.False(_judged[^1].IsAlarming);
    }

    [Fact]
    public void Quarantine_keeps_a_bounded_number_of_files()
    {
        TrustStore store = Start();
        for (int i = 0; i < Quarantine.MaxFiles + 5; i++)
        {
            Import(store, [1, 2, 3]);
        }

        Assert.Equal(Quarantine.MaxFiles, Directory.GetFiles(_folder.File("quarantine")).Length);
    }

    [Fact]
    public void Rules_see_how_old_the_documents_are()
    {
        PolicyDocument aged = PolicyDocument.Parse("""
            { "schema": 1, "policy": "aged", "version": "1", "title": { "zh-CN": "测", "en": "t" }, "rules": [
              { "id": "fresh", "require": { "<=": [{ "var": "documents.policy.ageHours" }, 48] }, "otherwise": "unable", "reason": "policy-expired", "texts": { "zh-CN": "旧", "en": "old" } } ] }
            """u8).Policy!;
        TrustStore store = Start();
        Import(store, _district.Sign(DocumentKind.Policy, 1, District.Policy("one")));
        _policy.Replace(aged);
        PolicyInput input = new() { Now = District.Now.Now, Clock = ClockState.Synced, Site = new Site("d1", "c1", "k1"), Direction = Direction.In };
        PolicyDecision fresh = _policy.Evaluate(input);
        Assert.Equal(Verdict.Pass, fresh.Verdict);
        Assert.Equal(new Dictionary<string, string> { ["policy"] = "aged/1" }, fresh.Versions);
        Assert.Equal(Verdict.Unable, _policy.Evaluate(input with { Now = input.Now.AddDays(3) }).Verdict);
    }

    private TrustStore Start()
    {
        TrustStore? store = null;
        _policy = new PolicyInForce(ReadyPolicies.Load(ReadyPolicies.Default), TimeZoneInfo.Utc, now => store!.States(now));
        var keys = new TrustInForce(TrustedKeySet.Empty);
        store = new TrustStore(
            new DocumentFolder(_folder.Path, "d1", _district.Roots, TimeProvider.System),
            [new TrustListConsumer(keys, new FrameworkAlgorithms()), new PolicyConsumer(_policy)]);
        store.Judged += _judged.Add;
        store.Load();
        return store;
    }

    private static DocumentFault Import(TrustStore store, byte[] document) => store.Import(document, District.Now).Fault;
}

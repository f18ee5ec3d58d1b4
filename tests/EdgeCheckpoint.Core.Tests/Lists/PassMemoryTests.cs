using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Policy;

namespace EdgeCheckpoint.Core.Tests.Lists;

public sealed class PassMemoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(8));

    private readonly ListStore _store = new();

    [Fact]
    public void A_rotating_code_counts_once_in_its_life()
    {
        PassMemory memory = Memory();
        CredentialResult code = Personal("a", "p1");
        Assert.Empty(memory.Check(code, Direction.In, Start).Findings);
        memory.Record(code, Direction.In, Start);
        Assert.Contains(Reasons.CodeReplayed, memory.Check(code, Direction.In, Start.AddSeconds(20)).Findings);
        Assert.Contains(Reasons.CodeReplayed, memory.Check(code, Direction.Out, Start.AddSeconds(20)).Findings);
    }

    [Fact]
    public void Showing_a_code_without_being_admitted_uses_nothing_up()
    {
        PassMemory memory = Memory();
        CredentialResult code = Personal("a", "p1");
        for (int i = 0; i < 10; i++)
        {
            Assert.Empty(memory.Check(code, Direction.In, Start.AddSeconds(i)).Findings);
        }
    }

    [Fact]
    public void The_same_person_does_not_enter_twice_without_leaving()
    {
        PassMemory memory = Memory();
        memory.Record(Personal("a", "p1"), Direction.In, Start);
        Assert.Equal([Reasons.CodePassedBack], memory.Check(Personal("b", "p1"), Direction.In, Start.AddMinutes(2)).Findings);
        Assert.Empty(memory.Check(Personal("b", "p1"), Direction.Out, Start.AddMinutes(2)).Findings);
        Assert.Empty(memory.Check(Personal("b", "p2"), Direction.In, Start.AddMinutes(2)).Findings);
        Assert.Empty(memory.Check(Personal("b", "p1"), Direction.In, Start.AddMinutes(6)).Findings);
        memory.Record(Personal("b", "p1"), Direction.Out, Start.AddMinutes(2));
        Assert.Empty(memory.Check(Personal("c", "p1"), Direction.In, Start.AddMinutes(3)).Findings);
    }

    [Fact]
    public void A_quota_counts_going_out_by_local_days()
    {
        PassMemory memory = Memory();
        CredentialResult pass = Exit(days: 1);
        memory.Record(pass, Direction.Out, Start);
        memory.Record(pass, Direction.In, Start.AddHours(1));
        Assert.Equal(1, memory.Check(pass, Direction.Out, Start.AddHours(2)).QuotaUses);

        // 23:59 and 00:01 of the site's own day, although UTC has another date for neither.
        Assert.Equal(1, memory.Check(pass, Direction.Out, Start.AddHours(15).AddMinutes(59)).QuotaUses);
        Assert.Equal(0, memory.Check(pass, Direction.Out, Start.AddHours(16).AddMinutes(1)).QuotaUses);
    }

    [Fact]
    public void Members_of_a_household_go_one_after_another_with_one_pass()
    {
        PassMemory memory = Memory();
        CredentialResult pass = Exit(days: 1);
        memory.Record(pass, Direction.Out, Start);
        PassUseCheck second = memory.Check(pass, Direction.Out, Start.AddSeconds(10));
        Assert.Empty(second.Findings);
        Assert.Equal(1, second.QuotaUses);
    }

    [Fact]
    public void A_restart_forgets_nothing()
    {
        PassMemory before = Memory();
        before.Record(Personal("a", "p1"), Direction.In, Start);
        before.Record(Exit(days: 7), Direction.Out, Start);
        PassMemory after = Memory();
        Assert.Contains(Reasons.CodeReplayed, after.Check(Personal("a", "p1"), Direction.In, Start.AddSeconds(20)).Findings);
        Assert.Equal(1, after.Check(Exit(days: 7), Direction.Out, Start.AddHours(1)).QuotaUses);
    }

    [Fact]
    public void The_memory_is_bounded_and_the_oldest_go_first()
    {
        var memory = new PassMemory(new PassMemoryOptions { MaxUses = 100 }, _store);
        for (int i = 0; i < 1000; i++)
        {
            memory.Record(Personal($"{i:x4}", $"p{i}"), Direction.In, Start);
        }

        Assert.Equal(100, memory.Count);
        Assert.Empty(memory.Check(Personal("0000", "p0"), Direction.In, Start).Findings);
        Assert.NotEmpty(memory.Check(Personal("03e7", "p999"), Direction.In, Start).Findings);
    }

    [Fact]
    public void What_nobody_asks_for_any_more_is_forgotten_in_the_store_too()
    {
        PassMemory memory = Memory();
        memory.Record(Personal("a", "p1"), Direction.In, Start);
        memory.Record(Personal("b", "p2"), Direction.In, Start.AddHours(1));
        Assert.Equal(1, memory.Count);
        Assert.Single(_store.Uses);
    }

    [Fact]
    public void A_code_without_an_identity_is_not_remembered()
    {
        PassMemory memory = Memory();
        memory.Record(new CredentialResult { Format = "unknown", Status = CredentialStatus.Invalid }, Direction.In, Start);
        Assert.Equal(0, memory.Count);
    }

    [Fact]
    public void Only_who_was_seen_to_pass_is_remembered()
    {
        PassMemory memory = Memory();
        var policy = new RememberingPolicy(ReadyPolicies.Load("staff-only"), memory, TimeZoneInfo.Utc);
        PolicyInput input = new()
        {
            Credential = Personal("a", "p1") with { Kind = "staff" },
            Now = Start,
            Clock = ClockState.Synced,
            Site = new Site("d1", "c1", "k1"),
            Direction = Direction.In,
        };
        long last = 0;
        void Record(CheckpointEvent data) => policy.Recorded(new EventKey("k1", "e", ++last), data);

        Assert.Equal(Verdict.Pass, policy.Evaluate(input).Verdict);
        Record(Scan(Verdict.Unable));
        Record(Scan(Verdict.Pass));
        Record(new GateEvent("passed", "feedback", last));
        Assert.Equal(0, memory.Count);

        policy.Evaluate(input);
        Record(Scan(Verdict.Pass));
        Record(new GateEvent("opened", "command"));
        Record(new GateEvent("not-passed", "feedback", 4));
        Record(new GateEvent("passed", "feedback", 4));
        Assert.Equal(0, memory.Count);

        policy.Evaluate(input);
        Record(Scan(Verdict.Pass));
        Assert.Equal(0, memory.Count);
        Record(new GateEvent("passed", "feedback", last));
        Assert.Equal(1, memory.Count);
    }

    [Fact]
    public void Lists_and_memory_stand_behind_every_format()
    {
        PassMemory memory = Memory();
        CredentialResult code = Personal("a", "p1");
        var revocations = new RevocationsInForce();
        List<string> alerts = [];
        var keys = new WatchListKeys(new byte[WatchListKeys.SecretBytes]);
        var watched = new WatchList();
        watched.Replace(keys, [new WatchListEntry(keys.HashOf("ECP1", "d1:p1").ToString(), "3+11", Start.AddDays(-1), null)]);
        var format = new ListedFormat(new Answers(code), revocations, watched, memory, Direction.In, TimeZoneInfo.Utc, (c, _) => alerts.Add(c));
        VerificationTime now = new(Start, ClockState.Synced);

        CredentialResult first = format.Verify("x", now);
        Assert.True(first.IsValid);
        Assert.Empty(first.Findings);
        Assert.Equal(["3+11"], alerts);

        memory.Record(first, Direction.In, Start);
        Assert.Contains(Reasons.CodeReplayed, format.Verify("x", now).Findings);

        revocations.Replace(RevocationDelta.Empty.With([ListHash.OfCode("ECP1", "a")]));
        CredentialResult revoked = format.Verify("x", now);
        Assert.False(revoked.IsValid);
        Assert.Equal([Reasons.CodeRevoked], revoked.Reasons);
    }

    [Fact]
    public void Policies_see_what_the_memory_holds_against_a_code()
    {
        PolicyInput input = new()
        {
            Credential = Personal("a", "p1") with { Findings = [Reasons.CodePassedBack] },
            Now = Start,
            Clock = ClockState.Synced,
            Site = new Site("d1", "c1", "k1"),
            Direction = Direction.In,
        };
        PolicyDecision decision = ReadyPolicies.Load(ReadyPolicies.Default).Evaluate(input);
        Assert.Equal((Verdict.Deny, Reasons.CodePassedBack), (decision.Verdict, decision.Reasons[0]));
    }

    private PassMemory Memory() => new(new PassMemoryOptions(), _store);

    private static ScanEvent Scan(Verdict verdict) => new() { Verdict = verdict, Reasons = [], Direction = Direction.In };

    private static CredentialResult Personal(string id, string subject) => new()
    {
        Format = "ECP1",
        Kind = "personal",
        Status = CredentialStatus.Valid,
        Id = id,
        Subject = $"d1:{subject}",
        KeyId = "01",
        IssuedAt = Start,
        ExpiresAt = Start.AddSeconds(60),
        Claims = new JsonObject { ["colour"] = "green" },
    };

    private static CredentialResult Exit(int days) => new()
    {
        Format = "ECP1",
        Kind = "exit",
        Status = CredentialStatus.Valid,
        Id = "e1",
        Subject = "d1:h1",
        KeyId = "01",
        IssuedAt = Start.AddDays(-1),
        ExpiresAt = Start.AddDays(30),
        Claims = new JsonObject { ["binding"] = "household", ["quota"] = new JsonObject { ["count"] = 2, ["days"] = days } },
    };

    private sealed class Answers(CredentialResult answer) : ICredentialFormat
    {
        public string Prefix => "x";

        public CredentialResult Verify(string text, VerificationTime time) => answer;
    }

    private sealed class ListStore : IPassUseStore
    {
        public List<PassUse> Uses { get; } = [];

        public IReadOnlyList<PassUse> Load() => [.. Uses];

        public void Append(PassUse use) => Uses.Add(use);

        public void Forget(DateTimeOffset before) => Uses.RemoveAll(u => u.At < before);
    }
}

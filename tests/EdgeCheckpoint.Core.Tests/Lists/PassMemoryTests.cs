using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Machine;
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
        memory.Record(code, Direction.In, At(Start));
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
        memory.Record(Personal("a", "p1"), Direction.In, At(Start));
        Assert.Equal([Reasons.CodePassedBack], memory.Check(Personal("b", "p1"), Direction.In, Start.AddMinutes(2)).Findings);
        Assert.Empty(memory.Check(Personal("b", "p1"), Direction.Out, Start.AddMinutes(2)).Findings);
        Assert.Empty(memory.Check(Personal("b", "p2"), Direction.In, Start.AddMinutes(2)).Findings);
        Assert.Empty(memory.Check(Personal("b", "p1"), Direction.In, Start.AddMinutes(6)).Findings);
        memory.Record(Personal("b", "p1"), Direction.Out, At(Start.AddMinutes(2)));
        Assert.Empty(memory.Check(Personal("c", "p1"), Direction.In, Start.AddMinutes(3)).Findings);
    }

    [Fact]
    public void A_quota_counts_going_out_by_local_days()
    {
        PassMemory memory = Memory();
        CredentialResult pass = Exit(days: 1);
        memory.Record(pass, Direction.Out, At(Start));
        memory.Record(pass, Direction.In, At(Start.AddHours(1)));
        Assert.Equal(1, memory.Check(pass, Direction.Out, Start.AddHours(2)).QuotaUses);

        // 23:59 and 00:01 of the site's own day, although UTC has another date for neither.
        Assert.Equal(1, memory.Check(pass, Direction.Out, Start.AddHours(15).AddMinutes(59)).QuotaUses);
        Assert.Equal(0, memory.Check(pass, Direction.Out, Start.AddHours(16).AddMinutes(1)).QuotaUses);
    }

    [Fact]
    public void A_quota_and_a_binding_are_taken_from_the_districts_own_passes_and_only_when_they_are_some()
    {
        PassMemory memory = Memory();
        CredentialResult foreign = Exit(days: 1) with { Format = "HC1" };
        CredentialResult odd = Exit(days: 1) with { Subject = "d1:h2", Claims = new JsonObject { ["binding"] = 5, ["quota"] = new JsonObject { ["days"] = 7UL } } };
        foreach (CredentialResult code in new[] { foreign, odd, odd with { Subject = "d1:h3", Claims = new JsonObject { ["quota"] = "x" } } })
        {
            memory.Record(code, Direction.Out, At(Start));
            PassUseCheck second = memory.Check(code, Direction.Out, Start.AddSeconds(10));
            Assert.Equal([Reasons.CodePassedBack], second.Findings);
            Assert.Equal(0, second.QuotaUses);
        }
    }

    [Fact]
    public void Members_of_a_household_go_one_after_another_with_one_pass()
    {
        PassMemory memory = Memory();
        CredentialResult pass = Exit(days: 1);
        memory.Record(pass, Direction.Out, At(Start));
        PassUseCheck second = memory.Check(pass, Direction.Out, Start.AddSeconds(10));
        Assert.Empty(second.Findings);
        Assert.Equal(1, second.QuotaUses);
    }

    [Fact]
    public void A_restart_forgets_nothing()
    {
        PassMemory before = Memory();
        before.Record(Personal("a", "p1"), Direction.In, At(Start));
        before.Record(Exit(days: 7), Direction.Out, At(Start));
        PassMemory after = Memory();
        Assert.Contains(Reasons.CodeReplayed, after.Check(Personal("a", "p1"), Direction.In, Start.AddSeconds(20)).Findings);
        Assert.Equal(1, after.Check(Exit(days: 7), Direction.Out, Start.AddHours(1)).QuotaUses);
    }

    [Fact]
    public void The_memory_is_bounded_and_the_oldest_go_first()
    {
        PassMemory memory = Memory(new PassMemoryOptions { MaxUses = 100 });
        for (int i = 0; i < 1000; i++)
        {
            memory.Record(Personal($"{i:x4}", $"p{i}"), Direction.In, At(Start));
        }

        Assert.Equal(100, memory.Count);
        Assert.Equal(100, _store.Uses.Count);
        Assert.Empty(memory.Check(Personal("0000", "p0"), Direction.In, Start).Findings);
        Assert.NotEmpty(memory.Check(Personal("03e7", "p999"), Direction.In, Start).Findings);
    }

    [Fact]
    public void What_nobody_asks_for_any_more_is_forgotten_in_the_store_too()
    {
        PassMemory memory = Memory();
        memory.Record(Personal("a", "p1"), Direction.In, At(Start));
        memory.Record(Personal("b", "p2"), Direction.In, At(Start.AddHours(1)));
        Assert.Equal(1, memory.Count);
        Assert.Single(_store.Uses);
    }

    [Fact]
    public void A_smaller_memory_forgets_in_the_store_what_it_does_not_take_over()
    {
        PassMemory before = Memory();
        for (int i = 0; i < 150; i++)
        {
            before.Record(Personal($"{i:x4}", $"p{i}"), Direction.In, At(Start));
        }

        Assert.Equal(100, Memory(new PassMemoryOptions { MaxUses = 100 }).Count);
        Assert.Equal(100, _store.Uses.Count);
    }

    [Theory]
    [InlineData(ClockState.Unset)]
    [InlineData(ClockState.Estimated)]
    public void A_clock_that_nobody_vouches_for_erases_no_quota(ClockState clock)
    {
        PassMemory memory = Memory();
        memory.Record(Exit(days: 1), Direction.Out, At(Start));
        memory.Record(Personal("a", "p1"), Direction.In, new VerificationTime(Start.AddYears(3), clock));
        Assert.Equal(1, memory.Check(Exit(days: 1), Direction.Out, Start.AddMinutes(20)).QuotaUses);
        Assert.Equal(1, Memory().Check(Exit(days: 1), Direction.Out, Start.AddMinutes(20)).QuotaUses);
    }

    [Fact]
    public void An_admission_dated_ahead_takes_no_later_one_with_it()
    {
        PassMemory memory = Memory();
        memory.Record(Personal("a", "p1"), Direction.In, At(Start));
        memory.Record(Personal("b", "p2"), Direction.In, new VerificationTime(Start.AddYears(3), ClockState.Estimated));
        memory.Record(Exit(days: 7), Direction.Out, At(Start.AddMinutes(1)));
        memory.Record(Personal("c", "p3"), Direction.In, At(Start.AddDays(1)));
        Assert.Equal(3, memory.Count);
        Assert.Equal(1, Memory().Check(Exit(days: 7), Direction.Out, Start.AddDays(1)).QuotaUses);
    }

    [Fact]
    public void A_personal_code_rotates_whatever_life_its_issuer_gives_it()
    {
        PassMemory memory = Memory();
        CredentialResult code = Personal("a", "p1") with { ExpiresAt = Start.AddMinutes(30) };
        memory.Record(code, Direction.In, At(Start));
        Assert.Contains(Reasons.CodeReplayed, memory.Check(code, Direction.In, Start.AddMinutes(29)).Findings);
        Assert.Contains(Reasons.CodeReplayed, Memory().Check(code, Direction.In, Start.AddMinutes(29)).Findings);
    }

    [Fact]
    public void What_is_kept_names_nobody_to_those_without_the_key()
    {
        CredentialResult code = Personal("a", "MUSTERMANN|1964-08-12");
        Memory().Record(code, Direction.In, At(Start));
        new PassMemory(new PassMemoryOptions(), _store, new Pseudonym([.. Enumerable.Repeat((byte)1, 32)])).Record(code, Direction.In, At(Start));
        Assert.Equal(2, _store.Uses.DistinctBy(static u => u.Subject).Count());
        Assert.Equal(2, _store.Uses.DistinctBy(static u => u.Code).Count());
        string token = new Pseudonym(new byte[32]).TokenOf(code.Format, code.Subject!);
        Assert.DoesNotContain(_store.Uses, u => u.Subject == ListHash.OfSubject(code.Format, code.Subject!) || u.Subject.ToString() == token);
        Assert.DoesNotContain(_store.Uses, u => u.Code == ListHash.OfCode(code.Format, code.Id!));
    }

    [Fact]
    public void A_code_without_an_identity_is_not_remembered()
    {
        PassMemory memory = Memory();
        memory.Record(new CredentialResult { Format = "unknown", Status = CredentialStatus.Invalid }, Direction.In, At(Start));
        Assert.Equal(0, memory.Count);
    }

    [Fact]
    public void Only_who_went_or_may_have_gone_is_remembered()
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
        Assert.Equal(0, memory.Count);
        Record(new GateEvent("passed", "feedback", 4));
        Assert.Equal(1, memory.Count);

        policy.Evaluate(input);
        Record(Scan(Verdict.Pass));
        long scan = last;
        Record(new GateEvent("unknown", "fault", scan));
        Assert.Equal(1, memory.Count);
        Record(new GateEvent("unknown", "view", scan));
        Assert.Equal(2, memory.Count);
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

        memory.Record(first, Direction.In, At(Start));
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

    private PassMemory Memory(PassMemoryOptions? options = null) => new(options ?? new PassMemoryOptions(), _store, new Pseudonym(new byte[32]));

    private static VerificationTime At(DateTimeOffset now) => new(now, ClockState.Synced);

    private static ScanEvent Scan(Verdict verdict) => new() { Verdict = verdict, Reasons = [], Direction = Direction.In };

    private static CredentialResult Personal(string id, string subject) => new()
    {
        Format = "ECP1",
        Kind = "personal",
        Status = CredentialStatus.Valid,
        Proved = true,
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
        Proved = true,
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
}

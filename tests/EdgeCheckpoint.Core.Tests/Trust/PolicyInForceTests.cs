using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Core.Tests.Trust;

/// <summary>Whether anybody need step forward is for the rules to say.</summary>
public sealed class PolicyInForceTests
{
    private static readonly VerificationTime Now = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero), ClockState.Synced);

    [Theory]
    [InlineData("green-code-and-temperature")]
    [InlineData("dcc")]
    [InlineData("staff-only")]
    public void A_ready_policy_passes_nobody_once_what_it_believes_has_expired(string name)
    {
        Assert.True(PassesNobody(ReadyPolicies.Load(name), Reasons.TrustListExpired, expired: true));
        Assert.False(PassesNobody(ReadyPolicies.Load(name), Reasons.TrustListExpired, expired: false));
        Assert.False(PassesNobody(ReadyPolicies.Load(name), Reasons.PolicyExpired, expired: true));
    }

    [Theory]
    [InlineData("""{ "var": "credential" }""")]
    [InlineData("false")]
    public void A_policy_that_looks_at_the_person_first_may_still_pass_somebody(string when)
    {
        byte[] policy = Encoding.UTF8.GetBytes($$"""
            { "schema": 1, "policy": "own", "version": "1.0.0", "title": { "en": "own", "zh-CN": "own" }, "rules": [
              { "id": "list", "when": {{when}}, "require": { "!": [{ "var": "documents.trust-list.expired" }] }, "otherwise": "refer", "reason": "trust-list-expired", "texts": { "en": "expired", "zh-CN": "expired" } } ] }
            """);
        PolicyParseResult read = PolicyDocument.Parse(policy);
        Assert.Empty(read.Issues);
        Assert.False(PassesNobody(read.Policy!, Reasons.TrustListExpired, expired: true));
    }

    [Fact]
    public void Rules_that_ask_for_no_code_pass_people_without_a_list_of_issuers() =>
        Assert.False(PassesNobody(ReadyPolicies.Load("temperature-only"), Reasons.TrustListExpired, expired: true));

    private static bool PassesNobody(IPolicy policy, string reason, bool expired)
    {
        var documents = new Dictionary<string, DocumentState> { [Words.Of(DocumentKind.TrustList)] = new("trust-list/1", null, expired, false) };
        return new PolicyInForce(policy, TimeZoneInfo.Utc, _ => documents).PassesNobody(reason, Now, new Site("d", "c", "k"), Direction.In);
    }
}

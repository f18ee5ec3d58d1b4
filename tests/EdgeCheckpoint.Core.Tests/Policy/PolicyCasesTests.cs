using System.Text;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Policy.Cases;

namespace EdgeCheckpoint.Core.Tests.Policy;

/// <summary>A file of examples is read as strictly as the policy it is about: a mistake in one would be an example that proves nothing.</summary>
public sealed class PolicyCasesTests
{
    [Theory]
    [InlineData("""{ "schema": 9, "cases": [] }""", "1:13: \"schema\" must be 1, but it is 9")]
    [InlineData("""{ "cases": [] }""", "1:1: \"schema\" is missing")]
    [InlineData("""{ "schema": 1, "base": [], "cases": [] }""", "1:24: \"base\" must be an object, but it is a list")]
    [InlineData("""{ "schema": 1, "base": { "findings": ["code-mising"] }, "cases": [] }""", "1:39: \"code-mising\" is no finding of the kiosk, the nearest is \"code-missing\"")]
    [InlineData("""{ "schema": 1, "base": { "documents": { "policy": { "old": true } } }, "cases": [] }""", "1:53: \"documents.policy.old\" is not in the input: documents.policy has version, ageHours, expired, overdue")]
    public void What_is_wrong_with_the_base_is_said(string json, string expected) => Assert.Equal(expected, Assert.Single(Issues(json)));

    [Theory]
    [InlineData("""{ "name": "n", "change": "y", "expect": { "verdict": "pass" } }""", "\"change\" must be an object, but it is \"y\"")]
    [InlineData("""{ "name": "n", "change": {}, "expect": { "verdict": "deny", "rule": "badge-is-stuff" } }""", "\"badge-is-stuff\" is no rule of staff-only/")]
    public void What_is_wrong_with_a_case_is_said(string example, string expected) =>
        Assert.Contains(expected, Assert.Single(Issues($$"""{ "schema": 1, "cases": [{{example}}] }""")), StringComparison.Ordinal);

    [Theory]
    [InlineData("badge-is-staff")]
    [InlineData(PolicyDocument.UnhandledFinding)]
    public void A_case_names_a_rule_of_the_policy_or_that_of_the_kiosk(string rule) =>
        Assert.Empty(Issues($$"""{ "schema": 1, "cases": [{ "name": "n", "expect": { "verdict": "deny", "rule": "{{rule}}" } }] }"""));

    private static string[] Issues(string json) =>
        [.. PolicyCases.Parse(Encoding.UTF8.GetBytes(json), ReadyPolicies.Load("staff-only")).Issues.Select(static i => i.ToString())];
}

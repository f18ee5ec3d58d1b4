using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Policy.Cases;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Core.Tests.Policy;

/// <summary>The policies shipped in <c>policies/</c>, each with its example cases.</summary>
public sealed class ReadyPolicyTests
{
    public static TheoryData<string> Names() => [.. ReadyPolicies.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_case_gives_what_it_expects_and_every_rule_is_seen_to_fail(string name)
    {
        PolicyDocument policy = ReadyPolicies.Load(name);
        var cases = PolicyCases.Parse(File.ReadAllBytes(Path.Combine(Folder, "cases", name + ".json")), policy);
        Assert.Empty(cases.Issues);
        HashSet<string> tried = [];
        foreach (PolicyCase example in cases.Cases)
        {
            PolicyExplanation actual = policy.Explain(example.Input);
            Assert.True(example.Difference(actual.Decision) is null, $"{example.Name}: {example.Difference(actual.Decision)}");
            tried.UnionWith(actual.Rules.Where(static r => r.Result == "failed").Select(static r => r.Rule));
        }

        Assert.Empty(policy.RuleIds.Except(tried));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_built_in_policy_is_the_file_of_that_name(string name)
    {
        PolicyParseResult file = PolicyDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));
        Assert.Empty(file.Issues);
        Assert.Equal(name, file.Policy!.Name);
        Assert.Equal(file.Policy.RuleIds, ReadyPolicies.Load(name).RuleIds);
    }

    [Fact]
    public void There_is_one_for_every_kind_of_site() => Assert.Equal(
        ["community-lockdown", "dcc", "green-code-and-temperature", "highway-lane", "staff-only", "temperature-only", "test-within-24h", "test-within-48h", "test-within-72h"],
        ReadyPolicies.Names);

    internal static string Folder { get; } = Path.Combine(Repository.Root, "policies");
}

using System.Text;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Policy;

namespace EdgeCheckpoint.Core.Tests.Policy;

/// <summary>No policy keeps a kiosk busy: what takes too many steps is an error, and an error is a rule that failed.</summary>
public sealed class PolicyStepsTests
{
    private static readonly string Thousand = $"[{string.Join(",", Enumerable.Repeat("1", 1000))}]";

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(9, false)]
    public void A_list_folded_for_every_item_of_another_ends(int deep, bool enough)
    {
        string expression = "1";
        for (int i = 0; i < deep; i++)
        {
            expression = $$"""{ "reduce": [{{Thousand}}, {{expression}}, 1] }""";
        }

        Assert.Equal(enough ? Verdict.Pass : Verdict.Deny, Ask(Rule("a", expression)).Decision.Verdict);
    }

    [Fact]
    public void A_list_searched_for_every_item_of_another_ends()
    {
        PolicyExplanation said = Ask(Rule("a", $$"""{ "reduce": [{{Thousand}}, { "in": [1, { "var": "data.credential.claims.long" }] }, true] }"""));
        Assert.Contains("more than 100000 steps", Assert.Single(said.Rules).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void All_rules_of_a_decision_share_its_steps()
    {
        string dear = $$"""{ "reduce": [{{Thousand}}, { "and": [{{string.Join(",", Enumerable.Repeat("1", 60))}}] }, true] }""";
        PolicyExplanation said = Ask(Rule("a", dear), Rule("b", dear), Rule("c", "true"));
        Assert.Equal(["held", "failed", "failed"], said.Rules.Select(static r => r.Result));
        Assert.Equal((Verdict.Deny, "b"), (said.Decision.Verdict, said.Decision.Rule));
    }

    private static PolicyExplanation Ask(params string[] rules)
    {
        PolicyParseResult read = PolicyDocument.Parse(Encoding.UTF8.GetBytes(
            $$"""{ "schema": 1, "policy": "p", "version": "1", "title": { "zh-CN": "测", "en": "t" }, "rules": [{{string.Join(",", rules)}}] }"""));
        Assert.Empty(read.Issues);
        JsonArray longList = [.. Enumerable.Range(2, 10_000).Select(static i => JsonValue.Create(i))];
        return read.Policy!.Explain(new JsonObject { ["credential"] = new JsonObject { ["claims"] = new JsonObject { ["long"] = longList } } });
    }

    private static string Rule(string id, string expression) =>
        $$"""{ "id": "{{id}}", "require": {{expression}}, "otherwise": "deny", "reason": "x", "texts": { "zh-CN": "中", "en": "e" } }""";
}

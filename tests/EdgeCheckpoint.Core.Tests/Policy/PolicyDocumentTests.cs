using System.Text;
using EdgeCheckpoint.Core.Policy;

namespace EdgeCheckpoint.Core.Tests.Policy;

public sealed class PolicyDocumentTests
{
    private const string Head = """{ "schema": 1, "policy": "p", "version": "1", "title": { "zh-CN": "测", "en": "t" },""";

    [Fact]
    public void All_errors_are_reported_at_once_each_at_its_place()
    {
        string[] issues = Issues("""
            {
              "schema": 1,
              "policy": "Green Code",
              "title": { "en": "x" },
              "extra": true,
              "rules": [
                { "id": "a", "require": { "===": [{ "var": "measurment.class" }, 1] }, "otherwise": "maybe", "reason": "r", "texts": { "zh-CN": "中", "en": "e" } },
                { "id": "b", "require": { "<": [{ "var": "measurement.milliCelsius" }, 37.3] }, "otherwise": "refer", "reason": "r", "texts": { "zh-CN": "中", "en": "e" } },
                { "id": "b", "findings": ["x"], "otherwise": "deny" }
              ]
            }
            """);
        Assert.Collection(
            issues,
            static i => Assert.StartsWith("1:1: \"version\" is missing", i),
            static i => Assert.StartsWith("3:13: the policy's name must be", i),
            static i => Assert.StartsWith("4:12: the text in zh-CN is missing", i),
            static i => Assert.StartsWith("5:3: \"extra\" is unknown here", i),
            static i => Assert.StartsWith("7:48: \"measurment.class\" is not in the input: the input has credential, measurement", i),
            static i => Assert.StartsWith("7:89: \"otherwise\" must be refer, deny or unable, but it is \"maybe\"", i),
            static i => Assert.StartsWith("8:76: 37.3 is a non-integer number", i),
            static i => Assert.StartsWith("9:5: the id \"b\" is taken", i));
    }

    [Fact]
    public void A_column_counts_characters_and_not_bytes() =>
        Assert.StartsWith($"1:{Head.Length + 33}: \"zz\" is unknown", Assert.Single(Issues(Head + """ "rules": [{ "findings": ["x"], "zz": 1, "id": "r", "otherwise": "deny" }] }""")));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,")]
    [InlineData("{} {}")]
    [InlineData("nul")]
    public void What_is_not_json_is_said_to_be_so(string text) =>
        Assert.Contains("not JSON", Assert.Single(Issues(text)), StringComparison.Ordinal);

    [Fact]
    public void A_policy_without_rules_is_rejected() =>
        Assert.Contains("would pass everybody", Assert.Single(Issues(Head + """ "rules": [] }""")), StringComparison.Ordinal);

    [Fact]
    public void A_name_given_twice_is_rejected() =>
        Assert.Contains("stands twice", Assert.Single(Issues(Head + """ "rules": [{ "id": "r", "id": "r", "findings": ["x"], "otherwise": "deny" }] }""")), StringComparison.Ordinal);

    [Fact]
    public void Random_damage_never_throws()
    {
        const int seed = 20260302;
        var random = new Random(seed);
        byte[] good = File.ReadAllBytes(Path.Combine(ReadyPolicyTests.Folder, "green-code-and-temperature.json"));
        for (int i = 0; i < 500; i++)
        {
            byte[] bad = (byte[])good.Clone();
            for (int flips = random.Next(1, 6); flips > 0; flips--)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            PolicyParseResult result = PolicyDocument.Parse(bad.AsSpan(0, random.Next(bad.Length)));
            Assert.True(result.Policy is null == result.Issues.Count > 0, $"seed {seed}, round {i}");
        }
    }

    private static string[] Issues(string json) =>
        [.. PolicyDocument.Parse(Encoding.UTF8.GetBytes(json)).Issues.Select(static i => i.ToString())];
}

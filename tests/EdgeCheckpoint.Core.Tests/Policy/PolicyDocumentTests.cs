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
                { "id": "b", "findings": ["lockdown"], "otherwise": "deny" }
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
        Assert.StartsWith($"1:{Head.Length + 40}: \"zz\" is unknown", Assert.Single(Issues(Head + """ "rules": [{ "findings": ["lockdown"], "zz": 1, "id": "r", "otherwise": "deny" }] }""")));

    [Theory]
    [InlineData("documents.trust-lst.expired", "documents has trust-list, policy, revocations, revocations-delta, watch-list")]
    [InlineData("documents.revocations.expird", "documents.revocations has version, ageHours, expired, overdue")]
    [InlineData("counts.quotaUse", "counts has quotaUses")]
    [InlineData("findings.code-missing", "findings has items, by their number from 0; \"in\" asks for a value")]
    [InlineData("measurement.class.word", "goes below measurement.class, which is a plain value")]
    [InlineData("credential.reasons.0.word", "goes below credential.reasons.0, which is a plain value")]
    public void A_path_that_the_input_never_has_is_an_error(string path, string expected)
    {
        string issue = Assert.Single(Issues(Requiring($$"""{ "!": [{ "var": "{{path}}" }] }""")));
        Assert.Contains(expected, issue, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("documents.watch-list.ageHours")]
    [InlineData("counts.quotaUses")]
    [InlineData("findings.0")]
    [InlineData("credential.claims.v.0.mp")]
    [InlineData("payload.r.0.du")]
    public void A_path_that_the_input_may_have_is_none(string path) =>
        Assert.Empty(Issues(Requiring($$"""{ "!": [{ "var": "{{path}}" }] }""")));

    [Theory]
    [InlineData("data.credental.status", "\"data.credental.status\" is not in the input: data has credential")]
    [InlineData("credential.status", "the lambda has accumulator, current and, for the input outside, data")]
    [InlineData("accumulator", null)]
    [InlineData("current.mp", null)]
    [InlineData("data.credential.status", null)]
    public void A_lambda_sees_its_own_input(string path, string? expected)
    {
        string[] issues = Issues(Requiring($$"""{ "reduce": [[1], { "var": "{{path}}" }, 0] }"""));
        Assert.Equal(expected is null ? 0 : 1, issues.Length);
        Assert.All(issues, i => Assert.Contains(expected!, i, StringComparison.Ordinal));
    }

    [Fact]
    public void A_lambda_in_a_lambda_sees_the_input_behind_both() =>
        Assert.Contains("data.data has credential", Assert.Single(Issues(Requiring("""
            { "reduce": [[1], { "reduce": [[1], { "and": [{ "var": "data.data.clock.now" }, { "var": "data.data.clok" }] }, 0] }, 0] }
            """))), StringComparison.Ordinal);

    [Fact]
    public void A_finding_that_the_kiosk_never_makes_is_an_error()
    {
        string[] issues = Issues(Head + """ "ignore": ["sensor-faults"], "rules": [{ "id": "r", "findings": ["lockdown", "code-replaid"], "otherwise": "deny" }] }""");
        Assert.Collection(
            issues,
            static i => Assert.EndsWith("\"sensor-faults\" is no finding of the kiosk, the nearest is \"sensor-fault\"", i),
            static i => Assert.EndsWith("\"code-replaid\" is no finding of the kiosk, the nearest is \"code-replayed\"", i));
    }

    [Fact]
    public void What_is_not_json_behind_chinese_is_placed_by_characters() =>
        Assert.StartsWith("2:10: not JSON", Assert.Single(Issues("{\n \"测温验码\": ] }")));

    [Fact]
    public void A_text_that_is_no_utf8_is_placed_where_it_stands()
    {
        byte[] json = [.. "{ \"测\": 1,\n \"policy\": \""u8, 0xff, .. "\" }"u8];
        Assert.Equal("2:12: not JSON: a text is not valid UTF-8", Assert.Single(PolicyDocument.Parse(json).Issues).ToString());
    }

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
        Assert.Contains("stands twice", Assert.Single(Issues(Head + """ "rules": [{ "id": "r", "id": "r", "findings": ["lockdown"], "otherwise": "deny" }] }""")), StringComparison.Ordinal);

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

    private static string Requiring(string expression) =>
        Head + $$""" "rules": [{ "id": "r", "require": {{expression}}, "otherwise": "deny", "reason": "x", "texts": { "zh-CN": "中", "en": "e" } }] }""";

    private static string[] Issues(string json) =>
        [.. PolicyDocument.Parse(Encoding.UTF8.GetBytes(json)).Issues.Select(static i => i.ToString())];
}

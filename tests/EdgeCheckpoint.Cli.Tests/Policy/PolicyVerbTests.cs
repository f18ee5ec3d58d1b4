using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Cli.Tests.Policy;

/// <summary><c>checkpointctl policy</c> on files as people write them.</summary>
public sealed class PolicyVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("""{ "findings": [], "findings": ["code-missing"] }""")]
    [InlineData("""{ "specversion": "1.0", "data": { "verdict": "deny", "verdict": "pass" } }""")]
    [InlineData("""{ "findings": """)]
    [InlineData("""[]""")]
    public void An_input_that_says_nothing_or_two_things_at_once_is_refused(string input)
    {
        File.WriteAllText(_folder.File("input.json"), input);
        Assert.Equal(ExitCode.Config, Ctl("policy", "explain", "staff-only", _folder.File("input.json")));
    }

    [Fact]
    public void A_case_about_a_rule_that_is_not_there_is_an_error_and_no_failed_case()
    {
        File.WriteAllText(_folder.File("cases.json"), """{ "schema": 1, "cases": [{ "name": "n", "expect": { "verdict": "deny", "rule": "no-such-rule" } }] }""");
        Assert.Equal(ExitCode.Config, Ctl("policy", "test", "staff-only", "--cases", _folder.File("cases.json")));
    }

    public void Dispose() => _folder.Dispose();

    private static int Ctl(params string[] arguments) => CommandTree.Root().Parse(arguments).Invoke();
}

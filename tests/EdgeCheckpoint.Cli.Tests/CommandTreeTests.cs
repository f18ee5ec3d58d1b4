using System.CommandLine;

namespace EdgeCheckpoint.Cli.Tests;

/// <summary>What holds for every verb, whoever writes the next one.</summary>
public sealed class CommandTreeTests
{
    private const string Nonsense = "no such thing";

    public static TheoryData<string> Commands() => [.. Walk([], CommandTree.Root()).Select(static c => string.Join(' ', c.Path))];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_says_how_the_verb_is_typed(string path)
    {
        (int exitCode, string output, string error) = await RunAsync([.. Parts(path), "--help"]);
        Assert.Equal((ExitCode.Ok, ""), (exitCode, error));
        Assert.Contains($"checkpointctl {path}".TrimEnd(), output, StringComparison.Ordinal);
        Assert.DoesNotContain("EdgeCheckpoint.Cli", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_wrong_command_line_is_told_as_one(string path)
    {
        Command command = Walk([], CommandTree.Root()).Single(c => string.Join(' ', c.Path) == path).Command;
        List<string[]> wrong = [["--no-such-option"]];
        if (command.Subcommands.Count > 0)
        {
            wrong.AddRange([[], [Nonsense]]);
        }

        if (command.Options.Any(static o => o.Required) || command.Arguments.Any(static a => a.Arity.MinimumNumberOfValues > 0 && !a.HasDefaultValue))
        {
            wrong.Add([]);
        }

        wrong.AddRange(command.Options.Where(static o => o.Arity.MinimumNumberOfValues > 0).Select(static o => new[] { o.Name }));
        wrong.AddRange(command.Options.Where(static o => !TakesAnything(o)).Select(static o => new[] { o.Name, Nonsense }));
        foreach (string[] arguments in wrong)
        {
            (int exitCode, string output, string error) = await RunAsync([.. Parts(path), .. arguments]);
            Assert.True(exitCode == ExitCode.Usage && error.Length > 0, $"checkpointctl {path} {string.Join(' ', arguments)}: exit code {exitCode}, '{error}'");
            Assert.Equal("", output);
        }
    }

    [Theory]
    [InlineData("gpio set 5 --milliseconds -1")]
    [InlineData("gpio watch 5 --seconds -1")]
    [InlineData("gpio watch 5 --debounce -1")]
    [InlineData("camera watch --seconds -1 --source Picture --device none")]
    [InlineData("journal save --folder none --wait 0")]
    [InlineData("qr bench --manifest none --runs 0")]
    [InlineData("qr video --seeds 0")]
    [InlineData("thermal evaluate --people 1")]
    public async Task A_number_out_of_range_is_told_before_anything_is_done(string line) =>
        Assert.Equal(ExitCode.Usage, (await RunAsync(Parts(line))).ExitCode);

    /// <summary>Whether the text that follows the option could be its value, or not belong to it at all.</summary>
    private static bool TakesAnything(Option option)
    {
        Type type = option.ValueType.GetElementType() ?? option.ValueType;
        return type == typeof(string) || type == typeof(FileInfo) || type == typeof(DirectoryInfo) || option.Arity.MinimumNumberOfValues == 0;
    }

    private static IEnumerable<(string[] Path, Command Command)> Walk(string[] path, Command command) =>
        command.Subcommands.SelectMany(sub => Walk([.. path, sub.Name], sub)).Prepend((path, command));

    private static string[] Parts(string path) => path.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int exitCode = await Invocation.RunAsync(arguments, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}

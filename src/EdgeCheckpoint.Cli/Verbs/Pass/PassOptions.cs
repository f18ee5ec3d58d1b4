using System.CommandLine;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary>The fields of a pass as options.</summary>
internal sealed class PassOptions
{
    private readonly List<Option<string?>> _options = [.. PassFields.All.Select(static f => new Option<string?>($"--{f.Name}") { Description = f.Help })];

    public void AddTo(Command command) => _options.ForEach(command.Options.Add);

    /// <summary>Those that were given.</summary>
    public Dictionary<string, string> Given(ParseResult parsed)
    {
        Dictionary<string, string> fields = [];
        foreach (Option<string?> option in _options)
        {
            if (parsed.GetValue(option) is { } text)
            {
                fields[option.Name.TrimStart('-')] = text;
            }
        }

        return fields;
    }
}

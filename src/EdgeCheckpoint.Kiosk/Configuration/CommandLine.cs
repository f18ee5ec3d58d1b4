namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>What the program is to do.</summary>
internal enum ServiceTask
{
    Run,
    Check,
    Show,
    Reference,
    Migrate,
    ReleaseLines,
    Wipe,
    Version,
    Help,
}

/// <summary>What the service was started with.</summary>
/// <param name="Overrides">Keys and values that stand over all files.</param>
internal sealed record CommandLine(ServiceTask Task, string ConfigurationPath, IReadOnlyDictionary<string, string?> Overrides)
{
    /// <summary>Ask nothing.</summary>
    public bool Yes { get; init; }

    /// <summary>Erase also what the district does not have.</summary>
    public bool ForceUndelivered { get; init; }

    /// <summary>Answer in JSON, one value a line.</summary>
    public bool Json { get; init; }

    public const string Help = """
        The kiosk service of EdgeCheckpoint.

        Usage: EdgeCheckpoint.Kiosk [--config FILE] [--set KEY=VALUE]...

          --config FILE     configuration; /etc/edge-checkpoint/kiosk.json by default
          --set KEY=VALUE   one key over the files, such as --set lane:codeTimeoutSeconds=10
          --check           check the configuration and end
          --show            print the configuration in force, defaults included, and end
          --reference       print the reference page of all keys and end
          --migrate         rewrite configuration files of earlier versions, keeping the old ones, and end
          --release-lines   take the current from gate, lamps and buzzer after a service that was killed, and end
          --wipe            erase everything about people from this kiosk, which must be stopped
          --yes             with --wipe: do not ask
          --force-undelivered  with --wipe: also events that the district does not have
          --json            with --check and --wipe: print JSON, one value a line, instead of text
          --version         print the version
          --help            print this

        The environment stands over the files, too: EDGECHECKPOINT_LANE__CODETIMEOUTSECONDS=10.
        docs/reference/configuration.md describes every key. Exit codes: 2 wrong command line, 78 wrong configuration.
        """;

    public static bool TryParse(string[] args, out CommandLine line, out string mistake)
    {
        string path = ConfigurationFiles.DefaultPath;
        var overrides = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var task = ServiceTask.Run;
        bool yes = false, forceUndelivered = false, json = false;
        mistake = "";
        for (int i = 0; i < args.Length && mistake.Length == 0; i++)
        {
            string? value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--help" or "-h":
                    task = ServiceTask.Help;
                    break;
                case "--version" or "--check" or "--show" or "--reference" or "--migrate" or "--wipe":
                    task = Enum.Parse<ServiceTask>(args[i][2..], ignoreCase: true);
                    break;
                case "--release-lines":
                    task = ServiceTask.ReleaseLines;
                    break;
                case "--yes":
                    yes = true;
                    break;
                case "--force-undelivered":
                    forceUndelivered = true;
                    break;
                case "--json":
                    json = true;
                    break;
                case "--config" when value is not null:
                    path = value;
                    i++;
                    break;
                case "--set" when value?.Split('=', 2) is [{ Length: > 0 } key, string text]:
                    overrides[key] = text;
                    i++;
                    break;
                case "--config" or "--set":
                    mistake = $"{args[i]} needs a value.";
                    break;
                default:
                    mistake = $"'{args[i]}' is not known.";
                    break;
            }
        }

        if (mistake.Length == 0 && json && task is not (ServiceTask.Check or ServiceTask.Wipe))
        {
            mistake = "--json goes with --check and --wipe.";
        }

        line = new CommandLine(task, path, overrides) { Yes = yes, ForceUndelivered = forceUndelivered, Json = json };
        return mistake.Length == 0;
    }
}

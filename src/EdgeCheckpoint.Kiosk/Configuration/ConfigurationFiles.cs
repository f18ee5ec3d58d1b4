using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>Reads kiosk.json, conf.d beside it, the district's changes, the environment and the command line, later ones over earlier ones.</summary>
internal static class ConfigurationFiles
{
    public const string DefaultPath = "/etc/edge-checkpoint/kiosk.json";
    public const string EnvironmentPrefix = "EDGECHECKPOINT_";

    /// <param name="path">The main file; comments and trailing commas are allowed in it.</param>
    /// <param name="overrides">Keys and values over everything else, such as <c>lane:codeTimeoutSeconds</c>.</param>
    /// <param name="options">Complete only when no error is returned.</param>
    /// <returns>All errors, each naming its key or file.</returns>
    public static IReadOnlyList<string> Read(string path, IReadOnlyDictionary<string, string?> overrides, out KioskOptions options) =>
        ReadThese(path, Files(path), overrides, out options);

    /// <param name="files">In the place of those that <see cref="Files"/> finds.</param>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<string> ReadThese(string path, IEnumerable<string> files, IReadOnlyDictionary<string, string?> overrides, out KioskOptions options)
    {
        options = new KioskOptions();
        if (!File.Exists(path))
        {
            string what = Directory.Exists(path) ? "a folder, not a file" : "no such file";
            return [$"{path}: {what}; give another with --config FILE, or write one after docs/reference/configuration.md"];
        }

        var builder = new ConfigurationBuilder();
        var reader = new OptionsReader();
        List<string> unread = [];
        foreach (string name in files)
        {
            if (ConfigurationFile.Read(name, out IReadOnlyList<string> problems) is { } file)
            {
                reader.TakeOutMisshapen(file.Json, typeof(KioskOptions));
                builder.AddJsonStream(file.Content());
            }

            unread.AddRange(problems);
        }

        if (unread.Count > 0)
        {
            return unread;
        }

        IConfigurationRoot configuration;
        try
        {
            configuration = builder.AddEnvironmentVariables(EnvironmentPrefix).AddInMemoryCollection(overrides).Build();
        }
        catch (FormatException e)
        {
            return [e.Message];
        }

        options = reader.Read<KioskOptions>(configuration);
        CheckTogether(options, reader);
        return reader.Errors;
    }

    /// <summary>The main file, those of conf.d in their order, and what the district sent.</summary>
    public static IEnumerable<string> Files(string path)
    {
        string folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "conf.d");
        IEnumerable<string> local = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal) : [];
        string district = DistrictFile(path);
        return [path, .. local.Where(file => file != district), .. File.Exists(district) ? [district] : Array.Empty<string>()];
    }

    /// <summary>What the district changes by command: below the state folder that systemd names, because the service may not write beside kiosk.json.</summary>
    public static string DistrictFile(string path) => Path.Combine(
        Environment.GetEnvironmentVariable("STATE_DIRECTORY") ?? Path.GetDirectoryName(Path.GetFullPath(path))!, "conf.d", "90-district.json");

    /// <summary>Files that are not in the present shape yet.</summary>
    public static IReadOnlyList<ConfigurationFile> ToMigrate(string path) =>
        [.. Files(path).Select(static name => ConfigurationFile.Read(name, out _)).OfType<ConfigurationFile>().Where(static file => file.Changes.Count > 0)];

    /// <summary>What no single key can tell.</summary>
    private static void CheckTogether(KioskOptions options, OptionsReader reader)
    {
        foreach ((string key, string value) in new[]
            { ("site:district", options.Site.District), ("site:checkpoint", options.Site.Checkpoint), ("site:device", options.Site.Device) })
        {
            if (!Topics.IsLevel(value))
            {
                reader.Report(key, "must be 1 to 64 letters, digits, '-', '_' or '.'");
            }
        }

        if (options.Thermal.Source == ThermalSource.Simulated && options.Simulation.Stage.Length == 0)
        {
            reader.Report("simulation:stage", "must name a folder, because thermal:source is 'simulated'");
        }

        if (options.Lane.Vehicles && !options.GateReports)
        {
            reader.Report("lane:vehicles", "needs inputs:passed: a barrier must not fall on whoever is below it; wire the contact that says that a vehicle has passed");
        }

        string[] problems =
        [
            .. options.Camera.Validate(), .. options.Scanner.Validate(), .. options.Presence.Validate(), .. options.Screen.Problems(), .. options.Web.Problems(),
            .. options.Operator.Problems(), .. options.Visitors.Problems(), .. options.Otlp.Problems(), .. options.Provider.Problems(),
            .. NamedFiles.Problems(options), .. StateFolders.Problems(options),
        ];
        foreach (string problem in problems)
        {
            reader.Report(problem);
        }

        if (options.Broker.CertificateFile.Length > 0 != options.Broker.KeyFile.Length > 0)
        {
            reader.Report("broker:certificateFile", "and broker:keyFile go together");
        }
    }
}

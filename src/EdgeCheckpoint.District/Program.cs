using System.Collections;
using EdgeCheckpoint.District.Hosting;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.Write(OptionTable.Help());
    return ExitCode.Ok;
}

Dictionary<string, string> environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .ToDictionary(static e => (string)e.Key, static e => (string?)e.Value ?? "");
if (OptionsReader.Read(args, environment, out IReadOnlyList<string> mistakes) is not { } options)
{
    foreach (string mistake in mistakes)
    {
        Console.Error.WriteLine(mistake);
    }

    return ExitCode.Config;
}

return await DistrictHost.RunAsync(
    options,
    TimeProvider.System,
    address => Console.WriteLine($"District {options.District}: page at {address}, broker {options.BrokerHost}:{options.BrokerPort}, store {options.Store}"),
    CancellationToken.None);

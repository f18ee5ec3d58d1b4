using System.CommandLine;
using System.Diagnostics;
using EdgeCheckpoint.Simulation.Demo;

namespace EdgeCheckpoint.Cli.Verbs.Config;

/// <summary><c>checkpointctl config check|show|reference</c>: asks the kiosk service itself, so that what is checked is what will run.</summary>
internal static class ConfigCommand
{
    private const string Installed = "/usr/lib/edge-checkpoint/EdgeCheckpoint.Kiosk.dll";

    public static Command Create() => new("config", "Check, show and describe the configuration of a kiosk.")
    {
        OnFile("check", "Check a configuration; every mistake is named with its key.", "--check"),
        OnFile("show", "Print the configuration in force, defaults included.", "--show"),
        Reference(),
    };

    private static Command OnFile(string name, string description, string flag)
    {
        Argument<string> file = new("file") { Description = "The main file.", DefaultValueFactory = static _ => "/etc/edge-checkpoint/kiosk.json" };
        Command command = new(name, description) { file };
        command.SetAction((parsed, cancellationToken) => AskAsync([flag, "--config", parsed.GetRequiredValue(file)], cancellationToken));
        return command;
    }

    private static Command Reference()
    {
        Command command = new("reference", "Print the reference page of all keys, in Markdown.");
        command.SetAction(static (_, cancellationToken) => AskAsync(["--reference"], cancellationToken));
        return command;
    }

    private static async Task<int> AskAsync(string[] arguments, CancellationToken cancellationToken)
    {
        string sources = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));
        ServiceFiles.TryFind(sources, out ServiceFiles files, out _);
        string service = File.Exists(files.Kiosk) ? files.Kiosk : Installed;
        if (!File.Exists(service))
        {
            return Output.Error("the kiosk service is not built: dotnet build src/EdgeCheckpoint.Kiosk -c Release", ExitCode.NoInput);
        }

        using Process process = Process.Start("dotnet", [service, .. arguments]);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }
}

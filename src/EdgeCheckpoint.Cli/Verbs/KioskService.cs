using System.Diagnostics;
using EdgeCheckpoint.Simulation.Demo;

namespace EdgeCheckpoint.Cli.Verbs;

/// <summary>Runs the kiosk service for one task, so that what is checked, shown or erased is by the same code and configuration that runs.</summary>
internal static class KioskService
{
    public const string DefaultConfiguration = "/etc/edge-checkpoint/kiosk.json";

    private const string InstalledState = "/var/lib/edge-checkpoint";
    private const string Installed = "/usr/lib/edge-checkpoint/EdgeCheckpoint.Kiosk.dll";

    /// <returns>Its exit code.</returns>
    public static async Task<int> AskAsync(string[] arguments, CancellationToken cancellationToken)
    {
        string sources = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));
        ServiceFiles.TryFind(sources, out ServiceFiles files, out _);
        string service = File.Exists(files.Kiosk) ? files.Kiosk : Installed;
        if (!File.Exists(service))
        {
            return Output.Error("the kiosk service is not built: dotnet build src/EdgeCheckpoint.Kiosk -c Release", ExitCode.NoInput);
        }

        var start = new ProcessStartInfo("dotnet", [service, .. arguments]);
        if (arguments.Contains(DefaultConfiguration))
        {
            // As systemd tells the service: what the district changed lies there and counts too.
            start.Environment.TryAdd("STATE_DIRECTORY", InstalledState);
        }

        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }
}

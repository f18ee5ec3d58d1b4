namespace EdgeCheckpoint.Simulation.Demo;

/// <summary>Where the services of a checkout lie, built.</summary>
public sealed record ServiceFiles(string Kiosk, string District)
{
    /// <summary>Finds them in the configuration this very program was built in.</summary>
    /// <param name="folder">Holds one folder for each service: <c>src</c> of a checkout.</param>
    /// <param name="fault">What to do when they are not there; empty otherwise.</param>
    public static bool TryFind(string folder, out ServiceFiles files, out string fault)
    {
        string configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        string Dll(string service) => Path.Combine(folder, $"EdgeCheckpoint.{service}", "bin", configuration, "net10.0", $"EdgeCheckpoint.{service}.dll");
        files = new ServiceFiles(Dll("Kiosk"), Dll("District"));
        fault = File.Exists(files.Kiosk) && File.Exists(files.District)
            ? ""
            : $"the services are not built below {folder}; ./demo.sh builds them, or name another folder with --services";
        return fault.Length == 0;
    }
}

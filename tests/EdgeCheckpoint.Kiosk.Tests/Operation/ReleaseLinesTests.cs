using System.Diagnostics;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Operation;

/// <summary>What systemd runs after the service has ended, on a chip put before the C library (hardware/lab/devices).</summary>
public sealed class ReleaseLinesTests : IDisposable
{
    private readonly KioskFolder _kiosk = new();

    [NeedsFact(program: "gcc")]
    public void Outputs_are_put_at_rest_through_the_kernels_interface_even_where_the_configuration_is_wrong()
    {
        string library = _kiosk.File("liblabdevices.so");
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "hardware", "lab", "devices"), "*.c")];
        Assert.Equal(0, Run("gcc", "", ["-std=gnu11", "-O1", "-fPIC", "-shared", "-fvisibility=hidden", "-o", library, .. sources, "-lpthread"]).ExitCode);
        _kiosk.Write("conf.d/10.json", new JsonObject
        {
            ["lane"] = new JsonObject { ["verdictSeconds"] = "wrong" },
            ["gpio"] = new JsonObject { ["device"] = "/dev/gpiochip-lab" },
            ["gate"] = new JsonObject { ["relay"] = new JsonObject { ["line"] = "GPIO17" } },
            ["signals"] = new JsonObject { ["red"] = new JsonObject { ["line"] = "24" } },
        });
        (int exitCode, string output) = Release(library);
        Assert.Equal((0, "gate:relay: at rest\nsignals:red: at rest\n"), (exitCode, output));

        (exitCode, output) = Release("");
        Assert.Equal(74, exitCode);
        Assert.Contains("/dev/gpiochip-lab cannot be opened", output, StringComparison.Ordinal);
    }

    public void Dispose() => _kiosk.Dispose();

    private (int ExitCode, string Output) Release(string library) => Run(
        "dotnet", library, [Path.Combine(AppContext.BaseDirectory, "EdgeCheckpoint.Kiosk.dll"), "--config", _kiosk.Configuration, "--release-lines"]);

    private static (int ExitCode, string Output) Run(string program, string preload, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true };
        if (preload.Length > 0)
        {
            start.Environment["LD_PRELOAD"] = preload;
            start.Environment["LAB_GPIO"] = "/dev/gpiochip-lab";
        }

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}

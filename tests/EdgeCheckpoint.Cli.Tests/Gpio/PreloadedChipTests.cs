using System.Diagnostics;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Cli.Tests.Gpio;

/// <summary>The tool as it is shipped, on a chip that is preloaded before the C library: hardware/lab/devices.</summary>
public sealed class PreloadedChipTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [NeedsFact(program: "gcc")]
    public void Lines_are_listed_driven_and_refused_through_the_kernels_interface()
    {
        string library = _folder.File("liblabdevices.so");
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "hardware", "lab", "devices"), "*.c")];
        Assert.Equal(0, Run("gcc", "", ["-std=gnu11", "-O1", "-fPIC", "-shared", "-fvisibility=hidden", "-o", library, .. sources, "-lpthread"]).ExitCode);

        (int listed, string lines) = Tool(library, "list", "--json");
        Assert.Equal((0, 28), (listed, lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.Contains("""{"line":17,"name":"GPIO17","consumer":"","used":false,"output":false,"activeLow":false}""", lines, StringComparison.Ordinal);

        Assert.Equal(0, Tool(library, "set", "GPIO17", "--milliseconds", "1").ExitCode);
        Assert.Equal(2, Tool(library, "set", "GPIO99").ExitCode);
        Assert.Equal(66, Run("dotnet", "", [ToolPath, "gpio", "list", "--chip", "/dev/gpiochip-none"]).ExitCode);
    }

    private static string ToolPath => Path.Combine(AppContext.BaseDirectory, "EdgeCheckpoint.Cli.dll");

    private static (int ExitCode, string Output) Tool(string library, params string[] arguments) =>
        Run("dotnet", library, [ToolPath, "gpio", .. arguments, "--chip", "/dev/gpiochip-lab"]);

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

using System.Diagnostics;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Cli.Tests;

/// <summary><c>checkpointctl thermal calibrate</c>.</summary>
public sealed class CalibrateVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_recorded_is_shown_and_the_last_is_in_force()
    {
        Run(0, "record", "--reference", "37", "--measured", "36.4", "--ambient", "21.5", "--by", "first");
        Run(0, "record", "--reference", "37", "--measured", "36.9", "--ambient", "22", "--by", "second", "--days", "7");
        JsonNode[] lines = [.. Run(0, "show", "--json").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => JsonNode.Parse(l)!)];
        Assert.Equal([0.6, 0.1], lines.Select(static l => l["offsetCelsius"]!.GetValue<double>()));
        Assert.Equal([false, true], lines.Select(static l => l["inForce"]!.GetValue<bool>()));
        Assert.Equal("second", lines[1]["by"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("37", "30", "21")]
    [InlineData("60", "59", "21")]
    [InlineData("37", "36", "90")]
    public void What_is_no_calibration_is_refused_and_nothing_is_written(string reference, string measured, string ambient)
    {
        Assert.Contains("This is no calibration", Run(2, "record", "--reference", reference, "--measured", measured, "--ambient", ambient, "--by", "x"), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("calibration")));
    }

    [Fact]
    public void Nothing_to_show_is_a_sentence() => Assert.Contains("calibration", Run(66, "show"), StringComparison.Ordinal);

    private string Run(int exitCode, string verb, params string[] arguments)
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "EdgeCheckpoint.Cli.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [tool, "thermal", "calibrate", verb, "--file", _folder.File("calibration"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(exitCode, process.ExitCode);
        return output + error.GetAwaiter().GetResult();
    }
}

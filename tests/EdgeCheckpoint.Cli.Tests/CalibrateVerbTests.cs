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
    [InlineData("37", "30", "21", "x", "This is no calibration")]
    [InlineData("60", "59", "21", "x", "This is no calibration")]
    [InlineData("37", "36", "90", "x", "This is no calibration")]
    [InlineData("37", "36", "21", "x\u001b[2J", "This is no calibration")]
    [InlineData("37", "36,4", "21", "x", "'36,4' is no number; write decimals with a point")]
    [InlineData("37", "NaN", "21", "x", "'NaN' is no number")]
    public void What_is_no_calibration_is_refused_and_nothing_is_written(string reference, string measured, string ambient, string by, string why)
    {
        Assert.Contains(why, Run(2, "record", "--reference", reference, "--measured", measured, "--ambient", ambient, "--by", by), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("calibration")));
    }

    [Fact]
    public void A_folder_is_no_file_of_calibrations_and_is_left_as_it_is()
    {
        Directory.CreateDirectory(_folder.File("calibration"));
        Assert.Contains("calibration is a folder.", Run(66, "show"), StringComparison.Ordinal);
        Assert.Contains("calibration is a folder.", Run(66, "record", "--reference", "37", "--measured", "36.4", "--ambient", "21.5", "--by", "x"), StringComparison.Ordinal);
        Assert.Equal(["calibration"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
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

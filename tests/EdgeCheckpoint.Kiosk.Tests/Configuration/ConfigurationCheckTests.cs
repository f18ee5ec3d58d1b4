using System.Text.Json.Nodes;
using EdgeCheckpoint.Kiosk.Tests.Operation;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Configuration;

/// <summary>The service asked whether a configuration can be used.</summary>
public sealed class ConfigurationCheckTests : IDisposable
{
    private readonly KioskFolder _kiosk = new();

    public void Dispose() => _kiosk.Dispose();

    [Fact]
    public void A_program_is_answered_in_one_line_of_JSON()
    {
        (int exitCode, JsonNode good) = Check(_kiosk.Configuration);
        Assert.Equal((0, _kiosk.Configuration, true, 0), (exitCode, good["file"]!.GetValue<string>(), good["usable"]!.GetValue<bool>(), good["problems"]!.AsArray().Count));

        _kiosk.Write("conf.d/50-wrong.json", new JsonObject { ["lane"] = new JsonObject { ["verdictSeconds"] = "soon" }, ["wbe"] = new JsonObject() });
        (exitCode, JsonNode wrong) = Check(_kiosk.Configuration);
        Assert.Equal((78, false), (exitCode, wrong["usable"]!.GetValue<bool>()));
        Assert.Contains(wrong["problems"]!.AsArray(), static p => p!.GetValue<string>().StartsWith("lane:verdictSeconds: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_is_called_a_folder()
    {
        (int exitCode, JsonNode answer) = Check(_kiosk.State);
        Assert.Equal(78, exitCode);
        Assert.Contains("a folder, not a file", answer["problems"]![0]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static (int ExitCode, JsonNode Answer) Check(string path)
    {
        ProgramRun run = ProgramRun.Of("dotnet", Path.Combine(AppContext.BaseDirectory, "EdgeCheckpoint.Kiosk.dll"), "--check", "--json", "--config", path);
        return (run.ExitCode, JsonNode.Parse(run.Output)!);
    }
}

using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Cli.Tests;

/// <summary><c>checkpointctl outbox</c> on a real journal.</summary>
public sealed class OutboxVerbTests : IDisposable
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("a secret of the device");
    private readonly TemporaryFolder _folder = new();

    public OutboxVerbTests()
    {
        File.WriteAllText(_folder.File("secret"), Convert.ToBase64String(Secret));
        using SqliteOutbox outbox = Open();
        for (int i = 0; i < 6; i++)
        {
            outbox.Append(new AlarmEvent("test", true, $"alarm {i}"), new EventTime(TimeProvider.System.GetUtcNow(), ClockState.Synced, "b1", i));
        }

        outbox.Acknowledge(outbox.Epochs()[^1].Epoch, 4);
    }

    [Fact]
    public void Show_verify_export_and_prune_agree()
    {
        JsonNode shown = JsonNode.Parse(Run(0, "show", "--json"))!;
        Assert.Equal(("kiosk-1", 6, 4, 2), (shown["device"]!.GetValue<string>(), shown["last"]!.GetValue<long>(), shown["acknowledged"]!.GetValue<long>(), shown["waiting"]!.GetValue<long>()));
        Assert.True(JsonNode.Parse(Run(0, "verify", "--json"))!["whole"]!.GetValue<bool>());
        string[] lines = Run(0, "export", "--from", "5").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["alarm 4", "alarm 5"], lines.Select(static l => JsonNode.Parse(l)!["data"]!["detail"]!.GetValue<string>()));
        Assert.Equal(4, JsonNode.Parse(Run(0, "prune", "--json"))!["removed"]!.GetValue<long>());
        Assert.Equal(2, Run(0, "export").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Events_of_a_simulation_are_exported_as_such()
    {
        using (SqliteOutbox outbox = Open(simulated: true))
        {
            outbox.Append(new AlarmEvent("test", true, "simulated"), new EventTime(TimeProvider.System.GetUtcNow(), ClockState.Synced, "b1", 7));
        }

        string[] replays = [.. Run(0, "export").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => JsonNode.Parse(l)!["replay"]!.GetValue<string>())];
        Assert.Equal("simulated", replays[^1]);
        Assert.All(replays[..6], static r => Assert.Equal("live", r));
    }

    [Fact]
    public void Prune_leaves_a_running_kiosk_alone()
    {
        using SqliteOutbox kiosk = Open();
        kiosk.Open();
        Assert.Contains("is using this journal", Run(1, "prune"), StringComparison.Ordinal);
    }

    [Fact]
    public void Prune_without_the_journal_s_own_secret_touches_nothing()
    {
        string[] before = Directory.GetFiles(_folder.File("outbox"));
        File.WriteAllText(_folder.File("secret"), Convert.ToBase64String(Encoding.ASCII.GetBytes("another secret, wrong")));
        Assert.Contains("was not written with this secret", Run(1, "prune"), StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFiles(_folder.File("outbox")));
    }

    [Fact]
    public void Show_names_the_file_of_another_device_that_waits_beside_the_journal()
    {
        using (var renamed = new SqliteOutbox(Options with { Site = Options.Site with { Device = "kiosk-2" } }, TimeProvider.System))
        {
            renamed.Open();
        }

        JsonNode shown = JsonNode.Parse(Run(0, "show", "--json"))!;
        Assert.Equal(("kiosk-2", "journal-0001.db"), (shown["device"]!.GetValue<string>(), shown["older"]![0]!.GetValue<string>()));
        Assert.Contains("journal-0001.db beside it", Run(0, "show"), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private OutboxOptions Options => new() { Folder = _folder.File("outbox"), Site = new Site("wuxi", "north-gate", "kiosk-1"), Secret = Secret };

    private SqliteOutbox Open(bool simulated = false) => new(Options with { Simulated = simulated }, TimeProvider.System);

    private string Run(int exitCode, string verb, params string[] arguments)
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "EdgeCheckpoint.Cli.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [tool, "outbox", verb, _folder.File("outbox"), "--secret-file", _folder.File("secret"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == exitCode, $"exit code {process.ExitCode}: {output}{errors.Result}");
        return exitCode == 0 ? output : output + errors.Result;
    }
}

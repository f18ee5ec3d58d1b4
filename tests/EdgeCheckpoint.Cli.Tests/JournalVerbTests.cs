using System.Diagnostics;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Inputs;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Cli.Tests;

/// <summary><c>checkpointctl journal</c> as it is shipped.</summary>
public sealed class JournalVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_replay_shows_verdicts_then_and_now_and_fails_where_they_differ()
    {
        string file = _folder.File("inputs-1.jsonl");
        File.WriteAllText(file, Recorded());
        string shown = Run(0, "replay", file);
        Assert.Contains("0 differences", shown, StringComparison.Ordinal);
        Assert.Contains("scan pass", shown, StringComparison.Ordinal);
        Assert.Contains("\"then\":[\"scan pass\"", Run(0, "replay", file, "--json"), StringComparison.Ordinal);

        File.WriteAllText(file, Recorded().Replace("\"scan pass\"", "\"scan refer (temperature-elevated)\"", StringComparison.Ordinal));
        shown = Run(1, "replay", file);
        Assert.Contains("1 differences", shown, StringComparison.Ordinal);
        Assert.Contains("DIFFERS", shown, StringComparison.Ordinal);

        File.WriteAllText(file, "hello");
        Assert.Contains("line 1", Run(66, "replay", file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_prints_the_file_that_the_kiosk_writes()
    {
        using var stop = new CancellationTokenSource();
        Task kiosk = AnswerAsync(stop.Token);
        Assert.Equal(_folder.File("inputs-2.jsonl"), Run(0, "save", "--folder", _folder.Path, "--wait", "60").Trim());
        File.Delete(_folder.File("inputs-2.jsonl"));
        Task again = AnswerAsync(stop.Token);
        Assert.Equal(_folder.File("inputs-2.jsonl"), JsonNode.Parse(Run(0, "save", "--folder", _folder.Path, "--wait", "60", "--json"))!["file"]!.GetValue<string>());
        await again;
        await stop.CancelAsync();
        await kiosk.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Fact]
    public void Where_no_kiosk_answers_save_says_so_and_leaves_no_request_behind()
    {
        Assert.Contains("no kiosk answered", Run(1, "save", "--folder", _folder.Path, "--wait", "1"), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("save")));
        Assert.Contains("is a file", Run(66, "save", "--folder", Tool), StringComparison.Ordinal);
        Run(2, "save", "--folder", _folder.Path, "--wait", "0");
    }

    public void Dispose() => _folder.Dispose();

    private async Task AnswerAsync(CancellationToken cancellationToken)
    {
        while (!File.Exists(_folder.File("save")))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }

        File.WriteAllText(_folder.File("inputs-2.jsonl"), Recorded());
        File.Delete(_folder.File("save"));
    }

    /// <summary>One person, admitted by temperature alone.</summary>
    private static string Recorded()
    {
        var record = new InputJournal(new InputJournalOptions());
        var site = new Site("d", "c", "kiosk-1");
        var options = new MachineOptions { Mode = KioskMode.TemperatureOnly };
        var machine = new CheckpointMachine(options, new RecordingPolicy(ReadyPolicies.Load("temperature-only"), record), site, "boot", new Pseudonym(new byte[32]));
        var effects = new List<MachineEffect>();
        MonotonicInstant at = MonotonicInstant.FromMilliseconds(1000);
        var seen = new SubjectObservation { At = at, State = SubjectState.Measured, People = 1, Reading = new Measurement(36.4, 0.2, "fixed"), Class = TemperatureClass.Normal };
        foreach (MachineInput input in new MachineInput[]
            { new Ticked(at, new DateTimeOffset(2026, 5, 1, 8, 0, 0, TimeSpan.Zero), ClockState.Synced), new Observed(at, seen), new Ticked(at, DateTimeOffset.UnixEpoch, ClockState.Synced) })
        {
            effects.Clear();
            record.Taken(input);
            machine.Step(input, effects);
            record.Did(effects, machine.State);
        }

        using var stream = new MemoryStream();
        record.Save(stream, new InputHeader { Software = "1", Boot = "boot", Site = site, Cause = "request", Lane = options, Policy = "temperature-only/1" });
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Tool => Path.Combine(AppContext.BaseDirectory, "EdgeCheckpoint.Cli.dll");

    private static string Run(int exitCode, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [Tool, "journal", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        Assert.True(process.ExitCode == exitCode, $"exit code {process.ExitCode}: {output}");
        return output;
    }
}

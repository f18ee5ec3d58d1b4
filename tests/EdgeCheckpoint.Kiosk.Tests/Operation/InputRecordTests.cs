using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Inputs;
using EdgeCheckpoint.Simulation.Demo;
using EdgeCheckpoint.Simulation.Stage;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Operation;

/// <summary>The record of the real service.</summary>
public sealed class InputRecordTests : IDisposable
{
    private readonly KioskFolder _kiosk = new();

    [NeedsFact(program: "ffmpeg")]
    public async Task Asked_by_a_file_the_service_saves_a_record_that_replays_the_same()
    {
        _kiosk.Write("conf.d/10.json", new JsonObject { ["lane"] = new JsonObject { ["mode"] = "temperature-only" }, ["inputJournal"] = new JsonObject { ["files"] = 1 } });
        await using ServiceProcess service = await _kiosk.StartAsync();
        new StagedSite { People = [new StagedPerson { FaceCelsius = 36.6 }] }.Write(StageFiles.Site(_kiosk.File("stage")));
        await _kiosk.SaidAsync("Decided ");
        for (int i = 0; i < 2; i++)
        {
            string request = Path.Combine(_kiosk.State, "inputs", "save");
            Directory.CreateDirectory(Path.GetDirectoryName(request)!);
            File.WriteAllText(request, "");
            await KioskFolder.UntilAsync(() => Task.FromResult(!File.Exists(request)), static () => "the request stayed");
        }

        string file = Assert.Single(Directory.GetFiles(Path.Combine(_kiosk.State, "inputs")));
        using StreamReader text = File.OpenText(file);
        InputReplay? replay = InputReplay.Read(text, out string problem);
        Assert.True(replay is not null, problem);
        ReplayedInput[] steps = [.. replay.Run()];
        Assert.Contains(steps, static s => s.Then.Any(static d => d.StartsWith("scan ", StringComparison.Ordinal)));
        Assert.DoesNotContain(steps, static s => s.Differs);
    }

    public void Dispose() => _kiosk.Dispose();
}

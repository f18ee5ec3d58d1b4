using System.Text;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Simulation.Demo;
using EdgeCheckpoint.Simulation.Stage;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Operation;

/// <summary>What the real service leaves of a person who showed a code with a name in it.</summary>
public sealed class PrivacyTests : IDisposable
{
    private static readonly string[] Marks = ["MARKZHANGSAN", "13800002222"];
    private static readonly byte[][] Pictures = [[0xFF, 0xD8, 0xFF], [0x89, (byte)'P', (byte)'N', (byte)'G'], "P5\n"u8.ToArray(), "GIF8"u8.ToArray()];

    private readonly KioskFolder _kiosk = new();

    [NeedsFact(program: "ffmpeg")]
    public async Task Neither_log_nor_disk_holds_the_code_and_no_picture_is_kept()
    {
        _kiosk.Write("conf.d/10.json", new JsonObject { ["lane"] = new JsonObject { ["mode"] = "code-only" }, ["log"] = new JsonObject { ["json"] = true }, ["rules"] = new JsonObject { ["policy"] = "staff-only" } });
        await using (ServiceProcess service = await _kiosk.StartAsync())
        {
            HeldCode.Show($"name={Marks[0]};tel={Marks[1]}", 320, 240).Save(StageFiles.Picture(_kiosk.File("stage")));
            await _kiosk.SaidAsync("\"EventId\":1050");
            Directory.CreateDirectory(Path.Combine(_kiosk.State, "inputs"));
            string request = Path.Combine(_kiosk.State, "inputs", "save");
            File.WriteAllText(request, "");
            await KioskFolder.UntilAsync(() => Task.FromResult(!File.Exists(request)), static () => "the record was not saved");
        }

        string decided = File.ReadLines(_kiosk.Log).First(static l => l.Contains("\"EventId\":1050", StringComparison.Ordinal));
        Assert.Contains("code-unknown-format", (string?)JsonNode.Parse(decided)!["State"]!["Reasons"], StringComparison.Ordinal);
        string[] files = [_kiosk.Log, .. Directory.EnumerateFiles(_kiosk.State, "*", SearchOption.AllDirectories)];
        Assert.Contains(files, static f => f.EndsWith("-request.jsonl", StringComparison.Ordinal));
        foreach (string file in files)
        {
            byte[] bytes = File.ReadAllBytes(file);
            Assert.All(Marks, mark => Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(mark)) < 0, $"{file} holds {mark}"));
            Assert.All(Pictures, picture => Assert.False(bytes.AsSpan().StartsWith(picture), $"{file} is a picture"));
        }
    }

    public void Dispose() => _kiosk.Dispose();
}

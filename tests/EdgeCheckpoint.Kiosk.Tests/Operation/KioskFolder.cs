using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Simulation.Demo;
using EdgeCheckpoint.Simulation.Stage;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Operation;

/// <summary>Configuration and state of one kiosk with simulated sensors and no broker, and the real service run on it.</summary>
internal sealed class KioskFolder : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();

    public KioskFolder()
    {
        foreach (string name in new[] { "stage", "keys", "state", "conf.d" })
        {
            Directory.CreateDirectory(File(name));
        }

        string stage = File("stage");
        new StagedSite().Write(StageFiles.Site(stage));
        HeldCode.Nobody(320, 240).Save(StageFiles.Picture(stage));
        System.IO.File.WriteAllText(File("pseudonym.key"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        Write("kiosk.json", new JsonObject
        {
            ["version"] = 2,
            ["site"] = new JsonObject { ["district"] = "d", ["checkpoint"] = "c", ["device"] = "kiosk-1" },
            ["thermal"] = new JsonObject { ["source"] = "simulated" },
            ["mlx90640"] = new JsonObject { ["warmUp"] = "00:00:00" },
            ["subject"] = new JsonObject { ["warmUp"] = "00:00:00" },
            ["camera"] = new JsonObject { ["source"] = "picture", ["device"] = StageFiles.Picture(stage), ["width"] = 320, ["height"] = 240 },
            ["gpio"] = new JsonObject { ["device"] = "" },
            ["journal"] = new JsonObject { ["folder"] = State },
            ["web"] = new JsonObject { ["port"] = 0 },
            ["rules"] = new JsonObject { ["policy"] = "temperature-only", ["keysFolder"] = File("keys"), ["pseudonymKeyFile"] = File("pseudonym.key"), ["documentsFolder"] = Path.Combine(State, "trust") },
            ["clock"] = new JsonObject { ["assumeSynced"] = true },
            ["simulation"] = new JsonObject { ["stage"] = stage },
        });
    }

    public string State => File("state");

    public string Log => File("kiosk.log");

    public string Configuration => File("kiosk.json");

    public string File(string name) => _folder.File(name);

    /// <summary>Writes a configuration file; a name below conf.d stands over kiosk.json.</summary>
    public void Write(string name, JsonNode json) => System.IO.File.WriteAllText(File(name), json.ToJsonString());

    public Task<ServiceProcess> StartAsync() => ServiceProcess.StartAsync(
        Path.Combine(AppContext.BaseDirectory, "EdgeCheckpoint.Kiosk.dll"), ["--config", Configuration], Log, TimeProvider.System, CancellationToken.None);

    /// <summary>Waits until the log has a line with these words.</summary>
    public Task SaidAsync(string words) => UntilAsync(() => Task.FromResult(Words().Contains(words, StringComparison.Ordinal)), () => $"never said '{words}':\n{Words()}");

    /// <summary>Waits until an address of the kiosk answers so.</summary>
    public Task AnswersAsync(ServiceProcess kiosk, string path, Func<string, bool> so)
    {
        string last = "";
        return UntilAsync(
            async () => so(last = await (await _http.GetAsync(new Uri(kiosk.Address, path))).Content.ReadAsStringAsync()), () => $"{path} answers: {last}\n{Words()}");
    }

    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        for (long from = TimeProvider.System.GetTimestamp(); !await condition(); await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(from) < Patience, otherwise());
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    private string Words()
    {
        using var stream = new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

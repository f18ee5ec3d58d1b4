using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Simulation.Demo;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Kiosk.Tests.Operation;

/// <summary>Changes of the configuration while the service runs.</summary>
public sealed class LiveConfigurationTests : IDisposable
{
    private readonly KioskFolder _kiosk = new();

    [NeedsFact(program: "ffmpeg")]
    public async Task What_can_be_applied_is_the_rest_waits_and_a_mistake_changes_nothing()
    {
        await using ServiceProcess service = await _kiosk.StartAsync();
        Change(notice: "open until ten", verdictSeconds: 2, bus: 3);
        await _kiosk.SaidAsync("in force from now on: lane:verdictSeconds, screen:notice:en");
        await _kiosk.SaidAsync("a restart is needed for: thermal:bus");
        await _kiosk.AnswersAsync(service, "/setup.json", static setup => setup.Contains("open until ten", StringComparison.Ordinal));

        Change(notice: "never shown", verdictSeconds: 2000, bus: 3);
        await _kiosk.SaidAsync("was refused as a whole");
        await _kiosk.AnswersAsync(service, "/setup.json", static setup => setup.Contains("open until ten", StringComparison.Ordinal));

        Change(notice: "open until nine", verdictSeconds: 2, bus: 1);
        await _kiosk.AnswersAsync(service, "/setup.json", static setup => setup.Contains("open until nine", StringComparison.Ordinal));
        await service.StopAsync();
        Assert.Equal([true, false], Alarms("configuration-refused"));
    }

    [NeedsFact(program: "ffmpeg kill")]
    public async Task A_signal_has_it_read_at_once_also_where_only_a_language_file_changed()
    {
        string languages = Directory.CreateDirectory(_kiosk.File("languages")).FullName;
        string text = File.ReadAllText(Path.Combine(Repository.Root, "src", "EdgeCheckpoint.Kiosk", "Screen", "Pages", "lang", "en.json"));
        File.WriteAllText(Path.Combine(languages, "en.json"), text);
        _kiosk.Write("conf.d/10.json", new JsonObject { ["screen"] = new JsonObject { ["languageFolder"] = languages } });
        await using ServiceProcess service = await _kiosk.StartAsync();
        File.WriteAllText(Path.Combine(languages, "en.json"), text.Replace("Hold still", "Stand like a tree", StringComparison.Ordinal));
        using (Process hangUp = Process.Start("kill", ["-HUP", service.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await hangUp.WaitForExitAsync();
        }

        await _kiosk.AnswersAsync(service, "/setup.json", static setup => setup.Contains("Stand like a tree", StringComparison.Ordinal));
        Assert.False(service.HasExited);
    }

    [Theory]
    [InlineData("lane:codeTimeoutSeconds", true)]
    [InlineData("lane:mode", false)]
    [InlineData("lane:direction", false)]
    [InlineData("lane:vehicles", false)]
    [InlineData("subject:elevatedCelsius", true)]
    [InlineData("subject:method", false)]
    [InlineData("subject:baseline:lifetime", false)]
    [InlineData("screen:siteName:en", true)]
    [InlineData("screen:sound:volumePercent", true)]
    [InlineData("memory:passBackMinutes", true)]
    [InlineData("web:port", false)]
    [InlineData("version", false)]
    public void Each_key_is_live_or_is_not(string path, bool expected) => Assert.Equal(expected, LiveKeys.Covers(path));

    [Fact]
    public void A_difference_names_the_keys_and_lists_count_as_one()
    {
        var before = new KioskOptions();
        KioskOptions after = before with
        {
            Web = new WebOptions { Port = 81 },
            Screen = new Screen.ScreenOptions { Languages = ["en"], SiteName = new() { ["en"] = "East" } },
        };
        Assert.Equal(["screen:languages", "screen:siteName:en", "web:port"], ConfigurationDifference.Of(before, after));
        Assert.Empty(ConfigurationDifference.Of(before, new KioskOptions()));
    }

    public void Dispose() => _kiosk.Dispose();

    private void Change(string notice, double verdictSeconds, int bus) => _kiosk.Write("conf.d/20.json", new JsonObject
    {
        ["lane"] = new JsonObject { ["verdictSeconds"] = verdictSeconds },
        ["thermal"] = new JsonObject { ["bus"] = bus },
        ["screen"] = new JsonObject { ["notice"] = new JsonObject { ["en"] = notice } },
    });

    private bool[] Alarms(string code)
    {
        Assert.True(OutboxInspector.TryOpen(_kiosk.State, [], out OutboxInspector? journal, out string problem), problem);
        using (journal)
        {
            return [.. journal!.Events().Select(static e => JsonNode.Parse(e.Json)!["data"]!).Where(d => (string?)d["code"] == code).Select(static d => (bool)d["active"]!)];
        }
    }
}

using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Kiosk.Sound;
using EdgeCheckpoint.KioskTests.Screen;
using EdgeCheckpoint.Testing;
using Microsoft.Playwright;

namespace EdgeCheckpoint.KioskTests.Sound;

[Collection(ChromiumCollection.Name)]
public sealed class SoundPageTests(Chromium chromium)
{
    /// <summary>Notes what the page plays and lets each end at once.</summary>
    private const string Ear = """
        window.played = [];
        HTMLMediaElement.prototype.play = function () {
          played.push([new URL(this.src).pathname, Math.round(this.volume * 100)].join(" "));
          setTimeout(() => this.dispatchEvent(new Event("ended")), 5);
          return Promise.resolve();
        };
        """;

    [NeedsFact(program: "chromium")]
    public async Task A_verdict_is_a_tone_then_the_word_then_what_to_do()
    {
        using var folder = new TemporaryFolder();
        IPage page = await ListenAsync(folder, percent: 70);
        await using ScreenHost host = _host!;
        await Chromium.ShowAsync(host, page, ScreenStates.All["verdict-refer"]);
        await Heard(page, "/sounds/tones/refer.wav 70", "/sounds/zh-CN/verdict-refer.wav 70", "/sounds/zh-CN/prompt-see-staff.wav 70");
    }

    [NeedsFact(program: "chromium")]
    public async Task A_prompt_is_said_once_however_often_the_countdown_ticks()
    {
        using var folder = new TemporaryFolder();
        IPage page = await ListenAsync(folder, percent: 70);
        await using ScreenHost host = _host!;
        foreach (int second in new[] { 9, 8, 7, 6 })
        {
            await Chromium.ShowAsync(host, page, ScreenStates.All["measure"] with { SecondsLeft = second });
        }

        await Heard(page, "/sounds/tones/attention.wav 70", "/sounds/zh-CN/prompt-hold-still.wav 70");
    }

    [NeedsFact(program: "chromium")]
    public async Task Volume_nought_is_silence()
    {
        using var folder = new TemporaryFolder();
        IPage page = await ListenAsync(folder, percent: 0);
        await using ScreenHost host = _host!;
        await Chromium.ShowAsync(host, page, ScreenStates.All["verdict-deny"]);
        await Chromium.ShowAsync(host, page, ScreenStates.All["measure"]);
        await Heard(page);
    }

    [NeedsFact(program: "chromium")]
    public async Task The_browser_can_really_play_every_tone()
    {
        await using ScreenHost host = await ScreenHost.StartAsync();
        IPage page = await chromium.OpenAsync(host);
        double[] seconds = await page.EvaluateAsync<double[]>("""
            names => Promise.all(names.map(async name => {
              const bytes = await (await fetch("/sounds/" + name)).arrayBuffer();
              return (await new OfflineAudioContext(1, 1, 22050).decodeAudioData(bytes)).duration;
            }))
            """, Tone.All.Keys.Select(static n => $"tones/{n}.wav").ToArray());
        Assert.All(seconds, s => Assert.InRange(s, 0.05, 1.5));
    }

    private ScreenHost? _host;

    private async Task<IPage> ListenAsync(TemporaryFolder folder, int percent)
    {
        Directory.CreateDirectory(folder.File("zh-CN"));
        foreach (string name in new[] { "verdict-refer", "verdict-deny", "prompt-see-staff", "prompt-hold-still" })
        {
            File.WriteAllBytes(folder.File($"zh-CN/{name}.wav"), Tone.Wav([new Note(440, 50)]));
        }

        ScreenOptions options = ScreenHost.Site();
        options.Sound = new SoundOptions { Folder = folder.Path, VolumePercent = percent, NightVolumePercent = percent };
        _host = await ScreenHost.StartAsync(options);
        return await chromium.OpenAsync(_host, script: Ear);
    }

    private static async Task Heard(IPage page, params string[] expected)
    {
        await page.WaitForTimeoutAsync(300);
        Assert.Equal(expected, await page.EvaluateAsync<string[]>("() => window.played"));
    }
}

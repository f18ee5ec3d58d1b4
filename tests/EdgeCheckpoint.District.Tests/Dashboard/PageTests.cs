using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.District.Hosting;
using EdgeCheckpoint.District.Store;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;
using Microsoft.Playwright;
using static EdgeCheckpoint.District.Tests.Events;

namespace EdgeCheckpoint.District.Tests.Dashboard;

/// <summary>The page as a browser shows it, from a broker's message to the pixels.</summary>
public sealed class PageTests(PageTests.Chromium chromium) : IClassFixture<PageTests.Chromium>, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _complaints = [];
    private MosquittoProcess _broker = null!;
    private Task<int> _serving = null!;
    private IPage _page = null!;
    private string _address = "";

    public async Task InitializeAsync()
    {
        if (new NeedsFactAttribute(program: "chromium mosquitto").Skip is not null)
        {
            return;
        }

        using (EventStore store = EventStore.Open(_folder.File("district.db")))
        {
            store.Commit(
            [
                .. Enum.GetValues<Verdict>().Select((verdict, i) => Incoming(Scan(Kiosk, i + 1, verdict))),
                Incoming(Of(Kiosk, 5, new AlarmEvent("sensor-fault", true, "<b id='injected'>bold</b><script>window.injected = 1</script>"))),
            ]);
        }

        _broker = await MosquittoProcess.StartAsync(_stop.Token);
        var address = new TaskCompletionSource<string>();
        var options = new DistrictOptions
        {
            District = "binhu",
            BrokerHost = MosquittoProcess.Host,
            BrokerPort = _broker.Port,
            Store = _folder.File("district.db"),
            Url = "http://127.0.0.1:0",
            ClientId = "district-binhu",
        };
        _serving = DistrictHost.RunAsync(options, TimeProvider.System, address.SetResult, _stop.Token);
        _address = await address.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        _page = await chromium.Browser.NewPageAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        _page.PageError += (_, error) => _complaints.Add(error);
        _page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Add(message.Text);
            }
        };
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_broker is not null)
        {
            await _page.CloseAsync();
            await _serving;
            await _broker.DisposeAsync();
        }

        _stop.Dispose();
        _folder.Dispose();
    }

    private async Task OpenAsync(string language)
    {
        await _page.GotoAsync($"{_address}/?lang={language}");
        await _page.WaitForFunctionAsync("() => document.querySelectorAll('#events tr').length >= 5 && document.querySelectorAll('.kiosk').length === 1");
    }

    [NeedsFact(program: "chromium mosquitto", library: "libmosquitto.so.1")]
    public async Task Every_verdict_has_its_own_colour_shape_and_word_in_both_languages()
    {
        foreach (string language in (string[])["zh", "en"])
        {
            await OpenAsync(language);
            foreach (string look in (string[])["b => getComputedStyle(b).color", "b => b.querySelector('path').getAttribute('d')", "b => b.textContent.trim()"])
            {
                string[] looks = await _page.EvaluateAsync<string[]>($"() => [...document.querySelectorAll('#totals .badge')].map({look})");
                Assert.Equal(4, looks.Distinct().Count());
                Assert.All(looks, Assert.NotEmpty);
            }

            Assert.Equal(language == "zh" ? "zh-CN" : "en", await _page.EvaluateAsync<string>("() => document.documentElement.lang"));
            string text = await _page.InnerTextAsync("body");
            Assert.DoesNotContain("undefined", text, StringComparison.Ordinal);
            Assert.DoesNotContain("{", text, StringComparison.Ordinal);
        }

        Assert.Empty(_complaints);
    }

    [NeedsFact(program: "chromium mosquitto", library: "libmosquitto.so.1")]
    public async Task Both_languages_have_the_same_words()
    {
        await OpenAsync("en");
        string[] unmatched = await _page.EvaluateAsync<string[]>("""
            () => {
              const paths = (o, at) => Object.entries(o).flatMap(([k, v]) => typeof v === 'object' ? paths(v, `${at}.${k}`) : [`${at}.${k}`]);
              const [a, b] = Object.values(texts).map((t) => new Set(paths(t, '')));
              return [...a].filter((p) => !b.has(p)).concat([...b].filter((p) => !a.has(p)));
            }
            """);
        Assert.Empty(unmatched);
    }

    [NeedsFact(program: "chromium mosquitto", library: "libmosquitto.so.1")]
    public async Task A_reason_is_shown_in_words_and_one_the_page_does_not_know_by_its_code()
    {
        await OpenAsync("en");
        Assert.Equal(["code expired", "moon-too-full", "constructor"], await _page.EvaluateAsync<string[]>(
            "codes => codes.map((c) => edgeCheckpoint.word('reason', c))", new[] { Reasons.CodeExpired, "moon-too-full", "constructor" }));
    }

    [NeedsFact(program: "chromium mosquitto", library: "libmosquitto.so.1")]
    public async Task Markup_in_an_event_is_shown_as_text()
    {
        await OpenAsync("en");
        Assert.Contains("<b id='injected'>bold</b>", await _page.InnerTextAsync("#events"), StringComparison.Ordinal);
        Assert.Contains("<b id='injected'>bold</b>", await _page.InnerTextAsync("#kiosks"), StringComparison.Ordinal);
        Assert.True(await _page.EvaluateAsync<bool>("() => document.getElementById('injected') === null && window.injected === undefined"));
    }

    [NeedsFact(program: "chromium mosquitto", library: "libmosquitto.so.1")]
    public async Task An_event_and_a_kiosks_state_appear_by_themselves()
    {
        await OpenAsync("en");
        await using var kiosk = MqttClient.Start(new MqttClientOptions { Host = MosquittoProcess.Host, Port = _broker.Port, ClientId = "kiosk-7" });
        await _page.WaitForFunctionAsync("() => document.getElementById('listener').textContent.includes('Connected')");
        await kiosk.PublishAsync(new MqttMessage(Topics.Status(Kiosk), """{"state":"degraded","session":"s","reasons":["sensor-fault"]}"""u8.ToArray()) { Retain = true }, _stop.Token);
        await kiosk.PublishAsync(Message(Kiosk, Scan(Kiosk, 6, Verdict.Deny)), _stop.Token);
        await _page.WaitForFunctionAsync("() => document.querySelectorAll('#events tr').length === 6");
        Assert.Contains("refused", await _page.InnerTextAsync("#events tr:first-child"), StringComparison.Ordinal);
        await _page.WaitForFunctionAsync("() => document.querySelector('.kiosk').textContent.includes('limited')");

        // Held back while somebody reads, and not lost.
        await _page.CheckAsync("#pause");
        await kiosk.PublishAsync(Message(Kiosk, Scan(Kiosk, 7, Verdict.Pass)), _stop.Token);
        await _page.WaitForFunctionAsync("() => document.getElementById('waiting').textContent.startsWith('1 ')");
        Assert.Equal(6, await _page.Locator("#events tr").CountAsync());
        await _page.UncheckAsync("#pause");
        await _page.WaitForFunctionAsync("() => document.querySelectorAll('#events tr').length === 7");
        Assert.Empty(_complaints);
    }

    [NeedsFact(program: "chromium mosquitto", library: "libmosquitto.so.1")]
    public async Task Text_stands_out_from_its_ground_in_light_and_dark()
    {
        foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await _page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await OpenAsync("zh");
            string[] weak = await _page.EvaluateAsync<string[]>("""
                () => {
                  const rgb = (c) => c.match(/[\d.]+/g).map(Number);
                  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
                  const ground = (e) => { for (let at = e; at; at = at.parentElement) { const c = rgb(getComputedStyle(at).backgroundColor); if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
                  const own = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
                  return [...document.querySelectorAll('body *')].filter((e) => own(e) && e.offsetParent && e.tagName !== 'OPTION').map((e) => {
                    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
                    return [(a + 0.05) / (b + 0.05), e.className || e.tagName, e.textContent];
                  }).filter(([ratio]) => ratio < 4.5).map((w) => w.join(' '));
                }
                """);
            Assert.True(weak.Length == 0, $"{scheme}: {string.Join('\n', weak)}");
        }
    }

    [NeedsFact(program: "chromium mosquitto", library: "libmosquitto.so.1")]
    public async Task Every_kind_of_event_has_a_word_in_both_languages()
    {
        string[] kinds = [.. typeof(CheckpointEvent).Assembly.GetTypes().Where(static t => t.IsSubclassOf(typeof(CheckpointEvent))).Select(static t => (string)t.GetField("KindName")!.GetValue(null)!)];
        await OpenAsync("en");
        Assert.Empty(await _page.EvaluateAsync<string[]>("kinds => kinds.filter((k) => !Object.values(texts).every((t) => Object.hasOwn(t.kind, k)))", kinds));
    }

    [NeedsFact(program: "chromium mosquitto", library: "libmosquitto.so.1")]
    public async Task Nothing_runs_over_the_edge_and_no_word_is_broken_however_wide_the_window_is()
    {
        Site named = new("binhu", new string('n', 64), new string('k', 64));
        await OpenAsync("en");
        await using var kiosk = MqttClient.Start(new MqttClientOptions { Host = MosquittoProcess.Host, Port = _broker.Port, ClientId = "kiosk-7" });
        await _page.WaitForFunctionAsync("() => document.getElementById('listener').textContent.includes('Connected')");
        ScanEvent wordy = new()
        {
            Verdict = Verdict.Unable,
            Reasons = [Reasons.SensorFault, Reasons.CodeForged, Reasons.CodeWrongColour],
            Direction = Direction.Out,
            Measurement = new Measurement(36.5, 0.5, "fixed"),
            Credential = new CredentialSummary("unknown", "vaccination", null, null, Valid: false),
        };
        await kiosk.PublishAsync(Message(Kiosk, Of(Kiosk, 6, wordy) with { Replay = Replay.Simulated }), _stop.Token);
        await kiosk.PublishAsync(Message(Kiosk, Of(Kiosk, 7, new GateEvent("not-passed", "emergency")) with { Replay = Replay.Simulated }), _stop.Token);
        await kiosk.PublishAsync(Message(named, Of(named, 1, new AlarmEvent("configuration-refused", true, "/etc/edge-checkpoint/conf.d/" + new string('x', 80)))), _stop.Token);
        await _page.WaitForFunctionAsync("() => document.querySelectorAll('#events tr').length === 8 && document.querySelectorAll('.kiosk').length === 2");
        foreach (string language in (string[])["en", "zh-CN"])
        {
            if (language != "en")
            {
                await _page.ClickAsync("#language");
                await _page.WaitForFunctionAsync("language => document.documentElement.lang === language", language);
            }

            foreach (int width in (int[])[320, 390, 600, 800, 864, 865, 1000, 1312, 1313, 1400])
            {
                await _page.SetViewportSizeAsync(width, 900);
                string[] faults = await _page.EvaluateAsync<string[]>("""
                    () => {
                      const over = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5 || (e.matches('td, .total, .kiosk') && e.scrollWidth > e.clientWidth + 1))
                        .map((e) => `${e.tagName} ${e.className} runs over: ${e.textContent.slice(0, 40)}`);
                      const lines = (word) => new Set([...word.getClientRects()].filter((r) => r.width > 0).map((r) => Math.round(r.top))).size;
                      const broken = [];
                      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                      while (texts.nextNode()) {
                        for (const found of texts.currentNode.data.matchAll(/[A-Za-z]{2,15}(?![A-Za-z])/g)) {
                          const word = document.createRange();
                          word.setStart(texts.currentNode, found.index);
                          word.setEnd(texts.currentNode, found.index + found[0].length);
                          if ((found.index === 0 || !/[A-Za-z]/.test(found.input[found.index - 1])) && lines(word) > 1) broken.push(`'${found[0]}' is broken`);
                        }
                      }
                      return over.concat(broken);
                    }
                    """);
                Assert.True(faults.Length == 0, $"{language} at {width}: {string.Join('\n', faults)}");
            }
        }
    }

    /// <summary>One browser for all of them.</summary>
    public sealed class Chromium : IAsyncLifetime
    {
        private IPlaywright? _playwright;

        internal IBrowser Browser { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            if (new NeedsFactAttribute(program: "chromium").Skip is null)
            {
                _playwright = await Playwright.CreateAsync();
                Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
            }
        }

        public async Task DisposeAsync()
        {
            if (_playwright is not null)
            {
                await Browser.CloseAsync();
                _playwright.Dispose();
            }
        }
    }
}

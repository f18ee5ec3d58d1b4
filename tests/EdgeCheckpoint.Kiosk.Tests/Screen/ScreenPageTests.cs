using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Testing;
using Microsoft.Playwright;

namespace EdgeCheckpoint.KioskTests.Screen;

[Collection(ChromiumCollection.Name)]
public sealed class ScreenPageTests(Chromium chromium)
{
    [NeedsFact(program: "chromium")]
    public async Task Every_page_can_be_reached_and_shows_its_words_in_both_languages()
    {
        await using ScreenHost host = await ScreenHost.StartAsync();
        IPage page = await chromium.OpenAsync(host);
        foreach (ScreenPage wanted in Enum.GetValues<ScreenPage>())
        {
            host.Hub.Show(new ScreenView { Page = wanted, Verdict = wanted == ScreenPage.Verdict ? Verdict.Refer : null });
            await page.WaitForFunctionAsync("p => document.body.dataset.page === p", Words.Of(wanted));
            await Assertions.Expect(page.Locator("#lead")).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator("#lead2")).ToBeVisibleAsync();
            Assert.NotEqual(await page.TextContentAsync("#lead"), await page.TextContentAsync("#lead2"));
        }
    }

    [NeedsFact(program: "chromium")]
    public async Task A_verdict_is_a_colour_a_shape_and_a_word_of_its_own()
    {
        await using ScreenHost host = await ScreenHost.StartAsync();
        IPage page = await chromium.OpenAsync(host);
        var seen = new HashSet<string>();
        foreach (Verdict verdict in Enum.GetValues<Verdict>())
        {
            host.Hub.Show(new ScreenView { Page = ScreenPage.Verdict, Verdict = verdict });
            await page.WaitForFunctionAsync("t => document.body.dataset.tone === t", Words.Of(verdict));
            string colour = await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
            string shape = (await page.GetAttributeAsync("#mark-use", "href"))!;
            Assert.True(seen.Add(colour) && seen.Add(shape) && seen.Add((await page.TextContentAsync("#lead"))!), $"{verdict} repeats a colour, a shape or a word.");
        }
    }

    [NeedsFact(program: "chromium")]
    public async Task The_page_loads_nothing_from_elsewhere_and_reports_no_error()
    {
        await using ScreenHost host = await ScreenHost.StartAsync();
        IPage page = await chromium.OpenAsync(host);
        var problems = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                problems.Add(message.Text);
            }
        };
        page.PageError += (_, error) => problems.Add(error);
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url).Authority != host.Address.Authority)
            {
                problems.Add(request.Url);
            }
        };
        await page.ReloadAsync();
        foreach (ScreenView view in ScreenStates.All.Values)
        {
            host.Hub.Show(view);
            await page.WaitForFunctionAsync("p => document.body.dataset.page === p", Words.Of(view.Page));
        }

        Assert.Empty(problems);
    }

    [NeedsFact(program: "chromium")]
    public async Task Nobody_finds_the_picture_of_the_person_before()
    {
        await using ScreenHost host = await ScreenHost.StartAsync();
        IPage page = await chromium.OpenAsync(host);
        await Chromium.ShowAsync(host, page, ScreenStates.All["guide-closer"]);
        byte[] bright = new byte[160 * 120];
        Array.Fill(bright, (byte)200);
        host.Hub.ShowCamera(new Core.Ports.GrayImage(bright, 160, 120, 160));
        await page.WaitForFunctionAsync("() => document.body.dataset.camera === 'on'");
        await Chromium.ShowAsync(host, page, ScreenStates.All["idle"]);
        await Chromium.ShowAsync(host, page, ScreenStates.All["guide-closer"]);
        Assert.Equal("off", await page.EvaluateAsync<string>("() => document.body.dataset.camera"));
        Assert.Equal(0, await page.EvaluateAsync<int>("""
            () => { const c = document.getElementById("camera"); return Math.max(...c.getContext("2d").getImageData(0, 0, c.width, c.height).data); }
            """));
    }

    [NeedsFact(program: "chromium")]
    public async Task A_service_that_has_decided_nothing_yet_is_out_of_service_and_one_that_has_is_shown_without_detour()
    {
        await using ScreenHost starting = await ScreenHost.StartAsync(started: false);
        IPage page = await chromium.OpenAsync(starting);
        Assert.Equal("out-of-service", await page.EvaluateAsync<string>("() => document.body.dataset.page"));

        await using ScreenHost running = await ScreenHost.StartAsync();
        const string Watch = """
            window.pages = [];
            new MutationObserver(() => document.body && pages.at(-1) !== document.body.dataset.page && pages.push(document.body.dataset.page))
              .observe(document, { subtree: true, childList: true, attributeFilter: ["data-page"] });
            """;
        IPage other = await chromium.OpenAsync(running, script: Watch);
        await other.WaitForTimeoutAsync(500);
        Assert.Equal(["reconnecting", "idle"], await other.EvaluateAsync<string[]>("() => window.pages"));
    }
}

using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Testing;
using Microsoft.Playwright;

namespace EdgeCheckpoint.KioskTests.Screen;

/// <summary>Takes a picture of every state. Give a folder in SCREEN_PICTURES to keep them for looking at.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class ScreenPictures(Chromium chromium)
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("SCREEN_PICTURES");

    /// <summary>The extremes by default; all sizes in all languages when the pictures are kept.</summary>
    public static TheoryData<int, int, string> Sizes()
    {
        if (Folder is null)
        {
            return new() { { 480, 320, "zh-CN+en" }, { 1920, 1080, "zh-CN+en" }, { 1080, 1920, "zh-CN+en" }, { 800, 480, "en" }, { 320, 480, "zh-CN" } };
        }

        var sizes = new TheoryData<int, int, string>();
        foreach ((int width, int height) in new[] { (480, 320), (1080, 1920), (1920, 1080) })
        {
            sizes.Add(width, height, "zh-CN+en");
            sizes.Add(width, height, "zh-CN");
            sizes.Add(width, height, "en");
        }

        return sizes;
    }

    [NeedsTheory(program: "chromium")]
    [MemberData(nameof(Sizes))]
    public async Task No_word_is_cut_off_in_any_state(int width, int height, string languages)
    {
        await using ScreenHost host = await ScreenHost.StartAsync(ScreenHost.Site(languages.Split('+')));
        IPage page = await chromium.OpenAsync(host, width, height, hurried: true);
        var problems = new List<string>();
        foreach ((string name, ScreenView view) in ScreenStates.All)
        {
            host.Hub.Report(ScreenStates.StatusOf(name));
            await Chromium.ShowAsync(host, page, view);
            await PoseAsync(host, page, view.Page);
            await LookAsync(page, $"{name}-{width}x{height}-{languages}", problems);
        }

        await host.StopAsync();
        await page.WaitForFunctionAsync("() => document.body.dataset.page === 'reconnecting'");
        await LookAsync(page, $"reconnecting-{width}x{height}-{languages}", problems);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private static async Task LookAsync(IPage page, string name, List<string> problems)
    {
        problems.AddRange((await page.EvaluateAsync<string[]>(CutOff)).Select(cut => $"{name}: {cut}"));
        if (Folder is not null)
        {
            await page.WaitForTimeoutAsync(1_100); // the bar glides for a second
            await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name + ".png") });
        }
    }

    /// <summary>Texts that leave their box or the screen.</summary>
    private const string CutOff = """
        () => [...document.querySelectorAll("h1, p, b, i, span, li, .say, .mirror, .mark, footer, header, main")]
          .filter(e => e.checkVisibility() && !e.classList.contains("bar"))
          .flatMap(e => {
            const box = e.getBoundingClientRect();
            const outside = box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
            const spills = getComputedStyle(e).display !== "inline" && (e.scrollWidth > e.clientWidth + 2 || e.scrollHeight > e.clientHeight + 2)
              && (getComputedStyle(e).overflow !== "visible" || e.tagName === "LI");
            const covers = e.closest("main") && e.tagName !== "MAIN" && box.top < document.querySelector("header").getBoundingClientRect().bottom - 1;
            return outside || spills || covers ? [`${e.tagName}#${e.id}.${e.getAttribute("class")} "${e.textContent.trim().slice(0, 30)}" ${outside ? "outside" : covers ? "covers the header" : "spills"}`] : [];
          })
        """;

    /// <summary>A person for the mirror: a bright head before a dim wall, drawn, and the same as warmth.</summary>
    private static async Task PoseAsync(ScreenHost host, IPage screen, ScreenPage page)
    {
        host.Hub.ClearPictures();
        if (page is not (ScreenPage.Guide or ScreenPage.Measure or ScreenPage.ReadCode))
        {
            return;
        }

        byte[] pixels = new byte[320 * 240];
        for (int y = 0; y < 240; y++)
        {
            for (int x = 0; x < 320; x++)
            {
                double head = Math.Pow((x - 160) / 46.0, 2) + Math.Pow((y - 95) / 60.0, 2);
                double body = Math.Pow((x - 160) / 100.0, 2) + Math.Pow((y - 262) / 110.0, 2);
                pixels[(y * 320) + x] = (byte)(head < 1 ? 205 - (head * 35) - (x / 8) : body < 1 ? 140 - (body * 25) - (x / 8) : 40 + (y / 8) + (x / 16));
            }
        }

        host.Hub.ShowCamera(new GrayImage(pixels, 320, 240, 320));
        var frame = new ThermalFrame(32, 24);
        for (int i = 0; i < frame.Celsius.Length; i++)
        {
            double head = Math.Pow(((i % 32) - 15.5) / 5.0, 2) + Math.Pow(((i / 32) - 9) / 6.0, 2);
            frame.Celsius[i] = (float)(head < 1 ? 36.2 - (head * 2) : (i / 32) > 17 ? 27 : 22);
        }

        host.Hub.ShowThermal(frame, new HeadRegion(10, 3, 11, 12));
        await screen.WaitForFunctionAsync("() => document.body.dataset.camera === 'on' && document.body.dataset.thermal === 'on'");
    }
}

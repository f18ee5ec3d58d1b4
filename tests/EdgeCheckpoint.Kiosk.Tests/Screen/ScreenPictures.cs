using EdgeCheckpoint.Contract;
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
    public static TheoryData<int, int, string> Sizes() => new()
    {
        { 480, 320, "zh-CN en" },
        { 1920, 1080, "zh-CN en" },
        { 1080, 1920, "zh-CN en" },
        { 800, 480, "en" },
        { 320, 480, "zh-CN" },
    };

    [NeedsTheory(program: "chromium")]
    [MemberData(nameof(Sizes))]
    public async Task No_word_is_cut_off_in_any_state(int width, int height, string languages)
    {
        string? folder = Environment.GetEnvironmentVariable("SCREEN_PICTURES");
        await using ScreenHost host = await ScreenHost.StartAsync(ScreenHost.Site(languages.Split(' ')));
        IPage page = await chromium.OpenAsync(host, width, height);
        var problems = new List<string>();
        foreach ((string name, ScreenView view) in ScreenStates.All)
        {
            Pose(host, view.Page);
            host.Hub.Show(view);
            await page.WaitForFunctionAsync("p => document.body.dataset.page === p", Words.Of(view.Page));
            await page.WaitForTimeoutAsync(400);
            problems.AddRange((await page.EvaluateAsync<string[]>(CutOff)).Select(cut => $"{name} at {width}x{height}: {cut}"));
            if (folder is not null)
            {
                string file = Path.Combine(folder, $"{name}-{width}x{height}-{languages.Replace(' ', '+')}.png");
                await page.ScreenshotAsync(new() { Path = file });
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
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
    internal static void Pose(ScreenHost host, ScreenPage page)
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
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Testing;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace EdgeCheckpoint.KioskTests.Screen;

[Collection(ChromiumCollection.Name)]
public sealed partial class ScreenColourTests(Chromium chromium, ITestOutputHelper output)
{
    private static readonly string Css = System.Text.Encoding.UTF8.GetString(ScreenAssets.Read("screen.css")!);

    /// <summary>Linear RGB as the three kinds of dichromats see it. Machado, Oliveira, Fernandes 2009, severity 1.0.</summary>
    private static readonly Dictionary<string, double[]> Eyes = new()
    {
        ["trichromat"] = [1, 0, 0, 0, 1, 0, 0, 0, 1],
        ["protanope"] = [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        ["deuteranope"] = [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        ["tritanope"] = [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    };

    [Fact]
    public void Verdicts_differ_in_colour_for_every_kind_of_eye()
    {
        Dictionary<string, double[]> grounds = Enum.GetValues<Verdict>().Select(static v => Words.Of(v)).ToDictionary(static v => v, GroundOf);
        foreach ((string eye, double[] matrix) in Eyes)
        {
            foreach ((string a, string b) in from a in grounds.Keys from b in grounds.Keys where string.CompareOrdinal(a, b) < 0 select (a, b))
            {
                double distance = Distance(Lab(grounds[a], matrix), Lab(grounds[b], matrix));
                Assert.True(distance >= 20, $"{a} and {b} are only {distance:F0} apart for a {eye}.");
            }
        }
    }

    [NeedsFact(program: "chromium")]
    public async Task Every_text_stands_out_from_its_ground_in_every_state()
    {
        await using ScreenHost host = await ScreenHost.StartAsync();
        IPage page = await chromium.OpenAsync(host, hurried: true);
        var faint = new List<string>();
        int checkedTexts = 0;
        double lowest = double.MaxValue;
        foreach ((string name, var view) in ScreenStates.All)
        {
            host.Hub.Report(ScreenStates.StatusOf(name));
            await Chromium.ShowAsync(host, page, view);
            string[] ratios = await page.EvaluateAsync<string[]>(Contrasts);
            checkedTexts += ratios.Length;
            lowest = Math.Min(lowest, ratios.Min(RatioOf));
            faint.AddRange(ratios.Where(static r => RatioOf(r) < 4.5).Select(r => $"{name}: {r}"));
        }

        output.WriteLine($"{checkedTexts} texts, lowest contrast {lowest:F2}:1");
        Assert.True(checkedTexts > 100, $"only {checkedTexts} texts were found");
        Assert.True(faint.Count == 0, string.Join('\n', faint));
    }

    [Fact]
    public void Nothing_on_the_page_moves_faster_than_once_a_second()
    {
        MatchCollection rules = Animation().Matches(Css);
        Assert.True(rules.Count >= 3);
        Assert.All(rules, rule => Assert.True(double.Parse(rule.Groups["s"].Value, CultureInfo.InvariantCulture) >= 1, rule.Value));
    }

    [NeedsFact(program: "chromium")]
    public async Task A_nervous_kiosk_does_not_make_the_screen_flash()
    {
        await using ScreenHost host = await ScreenHost.StartAsync();
        IPage page = await chromium.OpenAsync(host);
        await page.EvaluateAsync("""
            () => { window.changes = []; new MutationObserver(() => changes.push(performance.now())).observe(document.body, { attributeFilter: ["data-tone"] }); }
            """);
        for (int i = 0; i < 60; i++)
        {
            host.Hub.Show(new() { Page = Core.Machine.ScreenPage.Verdict, Verdict = i % 2 == 0 ? Verdict.Pass : Verdict.Deny });
            await page.WaitForTimeoutAsync(40);
        }

        double[] changes = await page.EvaluateAsync<double[]>("() => window.changes");
        Assert.True(changes.Length >= 2, "the screen did not change at all");
        Assert.All(changes.Zip(changes.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 333, "two changes within a third of a second"));
    }

    private static double RatioOf(string line) => double.Parse(line.Split(':')[0], CultureInfo.InvariantCulture);

    /// <summary>WCAG contrast of every visible text with the ground below it.</summary>
    private const string Contrasts = """
        () => {
          const rgb = text => text.match(/[\d.]+/g).map(Number);
          const light = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          const ground = e => { const c = rgb(getComputedStyle(e).backgroundColor); return c.length === 4 && c[3] === 0 ? ground(e.parentElement) : c; };
          return [...document.querySelectorAll("body *")]
            .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
            .map(e => { const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
                        return `${((a + 0.05) / (b + 0.05)).toFixed(2)}:1 ${e.textContent.trim().slice(0, 40)}`; });
        }
        """;

    private static double[] GroundOf(string tone)
    {
        string hex = Regex.Match(Css, $"\\[data-tone=\"{tone}\"\\]\\s*\\{{ --bg: #(?<hex>[0-9a-f]{{6}})").Groups["hex"].Value;
        return [.. Convert.FromHexString(hex).Select(static c => c / 255.0).Select(static c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];
    }

    private static double[] Lab(double[] linear, double[] eye)
    {
        double[] seen = [.. Enumerable.Range(0, 3).Select(r => Math.Clamp((eye[r * 3] * linear[0]) + (eye[(r * 3) + 1] * linear[1]) + (eye[(r * 3) + 2] * linear[2]), 0, 1))];
        double x = F(((0.4124 * seen[0]) + (0.3576 * seen[1]) + (0.1805 * seen[2])) / 0.9505);
        double y = F((0.2126 * seen[0]) + (0.7152 * seen[1]) + (0.0722 * seen[2]));
        double z = F(((0.0193 * seen[0]) + (0.1192 * seen[1]) + (0.9505 * seen[2])) / 1.089);
        return [(116 * y) - 16, 500 * (x - y), 200 * (y - z)];

        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : (7.787 * t) + (16.0 / 116);
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b).Sum(static p => (p.First - p.Second) * (p.First - p.Second)));

    [GeneratedRegex(@"(?:animation: \w+|transition: \w+) (?<s>[\d.]+)s")]
    private static partial Regex Animation();
}

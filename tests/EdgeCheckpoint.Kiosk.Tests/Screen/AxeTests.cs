using System.Diagnostics;
using EdgeCheckpoint.Testing;
using Microsoft.Playwright;

namespace EdgeCheckpoint.KioskTests.Screen;

/// <summary>The accessibility rules of axe-core on every state.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class AxeTests(Chromium chromium)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "EdgeCheckpoint.Kiosk.Tests", "Screen", "axe");

    [NeedsFact(program: "chromium npm")]
    public async Task Axe_finds_nothing_serious_in_any_state()
    {
        string rules = await RulesAsync();
        await using ScreenHost host = await ScreenHost.StartAsync();
        IPage page = await chromium.OpenAsync(host, hurried: true);
        await page.EvaluateAsync(rules);
        var found = new List<string>();
        foreach ((string name, var view) in ScreenStates.All)
        {
            host.Hub.Report(ScreenStates.StatusOf(name));
            await Chromium.ShowAsync(host, page, view);
            found.AddRange((await SeriousAsync(page)).Select(f => $"{name}: {f}"));
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>Proves that the rules are really at work.</summary>
    [NeedsFact(program: "chromium npm")]
    public async Task Axe_does_find_a_picture_without_words()
    {
        string rules = await RulesAsync();
        await using ScreenHost host = await ScreenHost.StartAsync();
        IPage page = await chromium.OpenAsync(host);
        await page.EvaluateAsync(rules);
        await page.EvaluateAsync("() => document.querySelector('main').append(document.createElement('img'))");
        Assert.Contains(await SeriousAsync(page), f => f.Contains("image-alt", StringComparison.Ordinal));
    }

    internal static Task<string[]> SeriousAsync(IPage page) => page.EvaluateAsync<string[]>("""
        async () => {
          const wanted = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
          const { violations, passes } = await axe.run(document, wanted);
          if (passes.length < 5) return ["axe checked next to nothing"];
          return violations.filter(v => v.impact === "serious" || v.impact === "critical")
            .map(v => `${v.id} (${v.impact}): ${v.nodes.map(n => n.target.join(" ")).join(", ")}`);
        }
        """);

    /// <summary>The pinned rules; npm fetches them once into a folder that git ignores.</summary>
    internal static async Task<string> RulesAsync()
    {
        string file = Path.Combine(Folder, "node_modules", "axe-core", "axe.min.js");
        if (!File.Exists(file))
        {
            using Process npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund"]) { WorkingDirectory = Folder })!;
            await npm.WaitForExitAsync();
            Assert.True(npm.ExitCode == 0 && File.Exists(file), $"npm ci failed in {Folder}: run it there by hand to see why.");
        }

        return await File.ReadAllTextAsync(file);
    }
}

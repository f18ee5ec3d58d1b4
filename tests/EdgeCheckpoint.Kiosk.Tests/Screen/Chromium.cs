using System.Text.Json;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Kiosk.Screen;
using Microsoft.Playwright;

namespace EdgeCheckpoint.KioskTests.Screen;

/// <summary>One Chromium for all tests that need to see the pages.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (!File.Exists("/usr/bin/chromium"))
        {
            return; // the facts that need it are skipped
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
            ],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Opens the screen of a host at a size and waits until it is live.</summary>
    /// <param name="hurried">The page's own clock leaps, so that it draws every change instead of holding each for a moment.</param>
    /// <param name="script">Runs before the page's own scripts.</param>
    internal async Task<IPage> OpenAsync(ScreenHost host, int width = 1280, int height = 720, bool hurried = false, string script = "")
    {
        IPage page = await _browser!.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        host.Pages.Add(page);
        if (script.Length > 0)
        {
            await page.AddInitScriptAsync(script);
        }

        if (hurried)
        {
            await page.AddInitScriptAsync("let leaps = 0; performance.now = () => leaps += 400;");
        }

        await page.GotoAsync(host.Address.ToString());
        await page.WaitForFunctionAsync("() => window.edgeCheckpoint?.linked && document.body.dataset.page !== 'reconnecting'");
        return page;
    }

    /// <summary>Shows a view and waits until it has been drawn.</summary>
    internal static async Task ShowAsync(ScreenHost host, IPage page, ScreenView view)
    {
        host.Hub.Show(view);
        await DrawnAsync(page, view);
        await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }

    internal static Task DrawnAsync(IPage page, ScreenView view) =>
        page.WaitForFunctionAsync(
            "want => window.edgeCheckpoint.shown === want",
            JsonSerializer.Serialize(view, ScreenJson.Context.ScreenView),
            new() { PollingInterval = 5 });
}

[CollectionDefinition(Name)]
public sealed class ChromiumCollection : ICollectionFixture<Chromium>
{
    public const string Name = "Chromium";
}

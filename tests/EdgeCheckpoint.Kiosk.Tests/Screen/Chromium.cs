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
    internal async Task<IPage> OpenAsync(ScreenHost host, int width = 1280, int height = 720)
    {
        IPage page = await _browser!.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        host.Pages.Add(page);
        await page.GotoAsync(host.Address.ToString());
        await page.WaitForFunctionAsync("() => window.edgeCheckpoint?.linked && document.body.dataset.page !== 'reconnecting'");
        return page;
    }
}

[CollectionDefinition(Name)]
public sealed class ChromiumCollection : ICollectionFixture<Chromium>
{
    public const string Name = "Chromium";
}

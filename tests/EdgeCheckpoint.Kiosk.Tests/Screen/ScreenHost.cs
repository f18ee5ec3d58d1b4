using System.Net;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Kiosk.Screen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace EdgeCheckpoint.KioskTests.Screen;

/// <summary>The real pages on a free loopback port, with a hub that the test drives.</summary>
internal sealed class ScreenHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScreenHost(WebApplication app, ScreenHub hub)
    {
        _app = app;
        Hub = hub;
        Address = new Uri(app.Urls.First());
    }

    internal ScreenHub Hub { get; }

    internal Uri Address { get; }

    /// <summary>Pages opened on this host; closed before it stops.</summary>
    internal List<IPage> Pages { get; } = [];

    internal static async Task<ScreenHost> StartAsync(
        ScreenOptions? options = null, int port = 0, TimeProvider? time = null,
        Action<WebApplication, ScreenHub>? map = null, Action<KestrelServerOptions>? kestrel = null, bool started = true)
    {
        TimeProvider clock = time ?? TimeProvider.System;
        var hub = new ScreenHub(clock);
        hub.Report(Healthy);
        if (started)
        {
            hub.Show(new ScreenView { Page = ScreenPage.Idle });
        }

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(clock);
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Listen(IPAddress.Loopback, port);
            kestrel?.Invoke(server);
        });
        WebApplication app = builder.Build();
        app.MapScreen(hub, options ?? Site());
        map?.Invoke(app, hub);
        await app.StartAsync();
        return new ScreenHost(app, hub);
    }

    internal static ScreenOptions Site(params string[] languages) => new()
    {
        Languages = languages.Length > 0 ? languages : ["zh-CN", "en"],
        SiteName = new() { ["zh-CN"] = "东门检查点", ["en"] = "East Gate" },
        Notice = new() { ["zh-CN"] = "开放时间 06:00–22:00，访客请先登记。", ["en"] = "Open 06:00–22:00. Visitors please register first." },
        PrivacyVersion = "2026-1",
    };

    internal static ScreenStatus Healthy { get; } = new()
    {
        Network = LinkState.Online, Thermal = DeviceState.Ready, Camera = DeviceState.Ready, Clock = ClockState.Synced,
    };

    internal Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (IPage page in Pages)
        {
            await page.CloseAsync();
        }

        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

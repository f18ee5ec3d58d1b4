using System.Runtime.InteropServices;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Hardware.Board;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Screen;

namespace EdgeCheckpoint.Kiosk.Composition;

/// <summary>
/// A kiosk that may not start, but whose screen must not stay dark: it serves the page that says so, and nothing else.
/// No device is opened, so the gate stays in its safe state. It ends by itself, for the service manager to start it anew.
/// </summary>
internal static class HeldKiosk
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <param name="reason">Reason code for the screen.</param>
    /// <param name="detail">A sentence for the log.</param>
    /// <param name="options">Of the pages; the defaults where no configuration can be used.</param>
    /// <param name="source">Ends when its files change.</param>
    /// <param name="shown">Done once the screen says it.</param>
    /// <param name="patience">Ends after this long; infinite: only by a change of the files.</param>
    public static async Task RunAsync(
        string reason, string detail, KioskOptions options, ConfigurationSource source, Action shown, TimeSpan patience, TimeProvider time)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            KioskHost.Listen(kestrel, options.Web);
        });
        KioskHost.AddLogging(builder.Logging, options.Log);
        builder.Services.AddSingleton(time);
        await using WebApplication app = builder.Build();
        var hub = new ScreenHub(time);
        hub.Show(new ScreenView { Page = ScreenPage.OutOfService, Reasons = [reason] });
        app.MapScreen(hub, new ScreenSettings(options.Screen));
        RouteGroupBuilder health = app.MapGroup("").AddEndpointFilter(LoopbackOnly.Filter);
        health.MapGet("/healthz/live", static () => Results.Text("live\n"));
        health.MapGet("/healthz/ready", () => Results.Text(reason + "\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        await app.StartAsync();
        if (options.Web.Socket.Length > 0)
        {
            ScreenSocket.Restrict(options.Web.Socket);
        }

        using var systemd = SystemdNotifier.FromEnvironment();
        systemd.Ready();
        systemd.Status($"out of service, {reason}: {detail}");
        Log.Held(app.Logger, reason, detail, app.Urls.First());
        shown();

        // A service that crashed has left the board's watchdog armed.
        using IWatchdog board = KioskParts.Watchdog(options.Board, app.Logger);
        using PosixSignalRegistration reload = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            app.Lifetime.StopApplication();
        });
        string why = await WaitAsync(source, patience, systemd, board, time, app.Lifetime.ApplicationStopping);
        Log.HeldEnds(app.Logger, why);
        systemd.Stopping();
        await app.StopAsync();
    }

    /// <summary>Feeds the watchdog itself: there is no loop here that could hang.</summary>
    private static async Task<string> WaitAsync(
        ConfigurationSource source, TimeSpan patience, SystemdNotifier systemd, IWatchdog board, TimeProvider time, CancellationToken stopping)
    {
        string seen = source.ReadMark;
        long from = time.GetTimestamp();
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                board.Feed();
                if (systemd.WatchdogInterval is not null)
                {
                    systemd.Watchdog();
                }

                string mark = source.Mark();
                if (mark != source.ReadMark && mark == seen)
                {
                    return "the configuration was changed";
                }

                seen = mark;
                if (patience != Timeout.InfiniteTimeSpan && time.GetElapsedTime(from) >= patience)
                {
                    return "it has been quiet long enough";
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }

        return "it was told to";
    }
}

using System.Globalization;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Kiosk.Sound;

namespace EdgeCheckpoint.Kiosk.Screen;

/// <summary>The addresses of the screen: <c>/</c> the page, <c>/events</c> what happens, <c>/setup.json</c> texts, <c>/sounds/</c> what it says, <c>/assets/</c> the rest.</summary>
public static class ScreenEndpoints
{
    /// <summary>A page that hears nothing for three of these says that it lost the service.</summary>
    internal static readonly TimeSpan BeatPeriod = TimeSpan.FromSeconds(2);

    /// <summary>Serves the screen on loopback. Only GET; nothing here changes anything.</summary>
    /// <param name="options">Already checked: <see cref="ScreenOptions.Problems"/> is empty.</param>
    /// <exception cref="ArgumentException">The options have problems.</exception>
    public static WebApplication MapScreen(this WebApplication app, ScreenHub hub, ScreenOptions options) => app.MapScreen(hub, new ScreenSettings(options));

    /// <inheritdoc cref="MapScreen(WebApplication, ScreenHub, ScreenOptions)"/>
    /// <param name="settings">May change while the screen is served.</param>
    public static WebApplication MapScreen(this WebApplication app, ScreenHub hub, ScreenSettings settings)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(hub);
        ArgumentNullException.ThrowIfNull(settings);
        TellOfSounds(settings, app.Logger);
        TimeProvider time = app.Services.GetService<TimeProvider>() ?? TimeProvider.System;
        CancellationToken stopping = app.Lifetime.ApplicationStopping;

        RouteGroupBuilder group = app.MapGroup("").AddEndpointFilter(LoopbackOnly.Filter);
        group.MapGet("/", (HttpContext http) => Asset(http, "index.html"));
        group.MapGet("/assets/{**path}", (HttpContext http, string path) => Asset(http, path));
        group.MapGet("/setup.json", () => Results.Bytes(settings.Setup, "application/json; charset=utf-8"));
        group.MapGet("/events", (Func<HttpContext, Task<IResult>>)(http => EventsAsync(http, hub, settings, time, stopping)));
        group.MapGet("/sounds/{**name}", (HttpContext http, string name) => Sound(http, settings.Sounds, name));
        return app;
    }

    private static void TellOfSounds(ScreenSettings settings, ILogger log)
    {
        string folder = settings.Options.Sound.Folder;
        if (folder.Length > 0 && !Directory.Exists(folder))
        {
            Log.SoundFault(log, $"{folder} does not exist, so nothing is spoken; scripts/build-sounds.sh makes it");
        }

        foreach (string fault in settings.Sounds.LeftOut)
        {
            Log.SoundFault(log, fault);
        }
    }

    internal static IResult Asset(HttpContext http, string path)
    {
        if (ScreenAssets.Find(path) is not { } asset)
        {
            return Results.NotFound();
        }

        http.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(asset.Content, asset.ContentType, entityTag: Microsoft.Net.Http.Headers.EntityTagHeaderValue.Parse(asset.Tag));
    }

    /// <summary>Newest value of everything first, then each change, and a beat when nothing happens.</summary>
    private static async Task<IResult> EventsAsync(HttpContext http, ScreenHub hub, ScreenSettings settings, TimeProvider time, CancellationToken stopping)
    {
        using ScreenListener? listener = hub.TryListen();
        if (listener is null)
        {
            return Results.Text("Too many screens look at this kiosk already.\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            await http.Response.Body.WriteAsync("retry: 1000\n\n"u8.ToArray(), ended.Token);
            string version = "";
            var frames = new List<byte[]>(ScreenHub.Channels);
            long beatAt = 0;
            while (!ended.IsCancellationRequested)
            {
                if (version != settings.Version)
                {
                    // A page that knows another version loads itself anew.
                    version = settings.Version;
                    frames.Add(ScreenFrame.Of("hello", new ScreenHello(version, hub.OffersRegistration), ScreenJson.Context.ScreenHello));
                }

                if (beatAt == 0 || time.GetElapsedTime(beatAt) >= BeatPeriod)
                {
                    beatAt = time.GetTimestamp();
                    frames.Add(Beat(hub, settings.Options.Sound, time));
                }

                listener.Take(frames);
                foreach (byte[] frame in frames)
                {
                    await http.Response.Body.WriteAsync(frame, ended.Token);
                }

                frames.Clear();
                await http.Response.Body.FlushAsync(ended.Token);
                using var pause = new CancellationTokenSource(BeatPeriod, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(ended.Token, pause.Token);
                await listener.WaitAsync(either.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The browser went away or the service stops; the page connects again by itself.
        }

        return Results.Empty;
    }

    private static IResult Sound(HttpContext http, SoundLibrary sounds, string name)
    {
        http.Response.Headers.CacheControl = "no-cache";
        return sounds.Find(name) is { } wav ? Results.Bytes(wav, "audio/wav", enableRangeProcessing: true) : Results.NotFound();
    }

    private static byte[] Beat(ScreenHub hub, SoundOptions sound, TimeProvider time)
    {
        DateTimeOffset now = time.GetLocalNow();
        bool known = hub.Status.Clock != ClockState.Unset;
        return ScreenFrame.Of(
            "beat",
            new ScreenBeat(known ? now.ToString("HH:mm", CultureInfo.InvariantCulture) : "", sound.VolumeAt(known ? now.TimeOfDay : null)),
            ScreenJson.Context.ScreenBeat);
    }
}

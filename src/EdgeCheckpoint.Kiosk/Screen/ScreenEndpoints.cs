using System.Globalization;
using System.Text.Json;
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
    public static WebApplication MapScreen(this WebApplication app, ScreenHub hub, ScreenOptions options)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(hub);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        SoundLibrary sounds = LoadSounds(options.Sound.Folder, app.Logger);
        byte[] setup = JsonSerializer.SerializeToUtf8Bytes(SetupOf(options, sounds), ScreenJson.Context.ScreenSetup);
        TimeProvider time = app.Services.GetService<TimeProvider>() ?? TimeProvider.System;
        CancellationToken stopping = app.Lifetime.ApplicationStopping;

        RouteGroupBuilder group = app.MapGroup("").AddEndpointFilter(LoopbackOnly.Filter);
        group.MapGet("/", (HttpContext http) => Asset(http, "index.html"));
        group.MapGet("/assets/{**path}", (HttpContext http, string path) => Asset(http, path));
        group.MapGet("/setup.json", () => Results.Bytes(setup, "application/json; charset=utf-8"));
        group.MapGet("/events", (Func<HttpContext, Task<IResult>>)(http => EventsAsync(http, hub, options.Sound, time, stopping)));
        group.MapGet("/sounds/{**name}", (HttpContext http, string name) => Sound(http, sounds, name));
        return app;
    }

    private static SoundLibrary LoadSounds(string folder, ILogger log)
    {
        SoundLibrary sounds = SoundLibrary.Load(folder);
        if (folder.Length > 0 && !Directory.Exists(folder))
        {
            Log.SoundFault(log, $"{folder} does not exist, so nothing is spoken; scripts/build-sounds.sh makes it");
        }

        foreach (string fault in sounds.LeftOut)
        {
            Log.SoundFault(log, fault);
        }

        return sounds;
    }

    private static ScreenSetup SetupOf(ScreenOptions options, SoundLibrary sounds) => new(
        ScreenAssets.Version,
        [.. options.Languages.Select(language =>
            LanguageFile.TryLoad(language, options.LanguageFolder, out LanguageFile file, out string problem)
                ? file
                : throw new ArgumentException(problem, nameof(options)))],
        options.SiteName,
        options.Notice,
        options.PrivacyVersion,
        options.ShowTemperature,
        options.ShowCamera,
        options.ShowThermal,
        options.Sound.Languages.Length > 0 ? options.Sound.Languages : options.Languages[..1],
        sounds.Names);

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
    private static async Task<IResult> EventsAsync(HttpContext http, ScreenHub hub, SoundOptions sound, TimeProvider time, CancellationToken stopping)
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
            await http.Response.Body.WriteAsync(ScreenFrame.Of("hello", new ScreenHello(ScreenAssets.Version, hub.OffersRegistration), ScreenJson.Context.ScreenHello), ended.Token);
            var frames = new List<byte[]>(ScreenHub.Channels);
            long beatAt = 0;
            while (!ended.IsCancellationRequested)
            {
                if (beatAt == 0 || time.GetElapsedTime(beatAt) >= BeatPeriod)
                {
                    beatAt = time.GetTimestamp();
                    frames.Add(Beat(hub, sound, time));
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

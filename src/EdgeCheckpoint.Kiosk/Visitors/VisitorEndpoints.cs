using System.Text.Json;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Hardware.Qr;
using EdgeCheckpoint.Kiosk.Operator;
using EdgeCheckpoint.Kiosk.Screen;

namespace EdgeCheckpoint.Kiosk.Visitors;

/// <summary>The addresses of visitors: <c>/visitor</c> the form and where it is sent, <c>/visitor/code.json</c> the empty text as a QR code.</summary>
internal static class VisitorEndpoints
{
    private const int MaxBodyBytes = 4_096;

    private static readonly TimeSpan SweepPeriod = TimeSpan.FromHours(1);

    /// <summary>Opens the desk if the options name a key, and shows the site's code if they name a secret.</summary>
    /// <param name="options">Already checked: <see cref="VisitorOptions.Problems"/> is empty.</param>
    /// <param name="clock">State of the wall clock now.</param>
    /// <param name="tell">Told that somebody writes, and what became of it; null where nobody needs to know.</param>
    /// <returns>The desk, for codes the camera reads that start with <see cref="VisitorText.Prefix"/>; null while none is open.</returns>
    internal static VisitorDesk? MapVisitors(
        this WebApplication app, ScreenHub hub, VisitorOptions options, ScreenOptions screen, Site site, IEventRecorder recorder, Func<ClockState> clock,
        Func<Prompt?, CancellationToken, ValueTask>? tell = null)
    {
        TimeProvider time = app.Services.GetService<TimeProvider>() ?? TimeProvider.System;
        if (options.ReadSiteCodeSecret(out _) is { } secret)
        {
            SiteCodeClock? code = null;
            app.Lifetime.ApplicationStarted.Register(() => code = new SiteCodeClock(hub, site, secret, options.SiteCodeUrl, time, clock));
            app.Lifetime.ApplicationStopping.Register(() => code?.Dispose());
        }

        if (options.ReadDistrictKey(out _) is not { } key)
        {
            return null;
        }

        hub.OffersRegistration = true;
        var desk = new VisitorDesk(
            new VisitorStore(options.Folder), key, recorder, time, clock, TimeSpan.FromDays(options.RetentionDays), screen.PrivacyVersion);
        ITimer? sweeper = null;
        app.Lifetime.ApplicationStarted.Register(() => sweeper = time.CreateTimer(_ => desk.Sweep(), null, TimeSpan.Zero, SweepPeriod));
        app.Lifetime.ApplicationStopping.Register(() => sweeper?.Dispose());

        ScreenCode template = QrPath.Of(QrWriter.Encode(VisitorText.Template(screen.Languages[0])));
        RouteGroupBuilder group = app.MapGroup("/visitor").AddEndpointFilter(LoopbackOnly.Filter);
        group.MapGet("", (HttpContext http) => ScreenEndpoints.Asset(http, "visitor.html"));
        group.MapGet("/code.json", () => Results.Json(new VisitorForm(template, options.RetentionDays), ScreenJson.Context.VisitorForm));
        tell ??= static (_, _) => ValueTask.CompletedTask;
        group.MapPost("", (Func<HttpContext, Task<IResult>>)(http => RegisterAsync(http, desk, tell)));
        group.MapPost("/here", (Func<HttpContext, Task<IResult>>)(async http =>
        {
            (ReadOnlyMemory<byte> _, IResult? refusal) = await LoopbackOnly.ReadOwnAsync(http, MaxBodyBytes);
            if (refusal is null)
            {
                await tell(null, http.RequestAborted);
            }

            return refusal ?? Results.NoContent();
        }));
        return desk;
    }

    private static async Task<IResult> RegisterAsync(HttpContext http, VisitorDesk desk, Func<Prompt?, CancellationToken, ValueTask> tell)
    {
        (ReadOnlyMemory<byte> body, IResult? refusal) = await LoopbackOnly.ReadOwnAsync(http, MaxBodyBytes);
        if (refusal is not null)
        {
            return refusal;
        }

        Dictionary<string, string>? fields;
        try
        {
            fields = JsonSerializer.Deserialize(body.Span, VisitorJsonContext.Default.DictionaryStringString);
        }
        catch (JsonException)
        {
            fields = null;
        }

        if (fields is null || fields.Count > VisitorRecord.Fields.Count || fields.Values.Any(static v => v is null))
        {
            return Results.Text("Not a form.\n", statusCode: StatusCodes.Status400BadRequest);
        }

        VisitorOutcome outcome = desk.Register(fields, out IReadOnlyList<string> problems);
        await tell(VisitorDesk.PromptOf(outcome), http.RequestAborted);
        return Results.Json(new VisitorAnswer(Words.Of(outcome), problems), VisitorJsonContext.Default.VisitorAnswer);
    }
}

using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Screen;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EdgeCheckpoint.Kiosk.Operator;

/// <summary>The operators' page at <c>/operator</c>, on its own address and nowhere else.</summary>
internal static class OperatorEndpoints
{
    private const string Cookie = "ecp-operator";

    private const string Badge = "badge";

    private const int MaxBodyBytes = 16 * 1024;

    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(10);

    /// <summary>Opens the page's own port; nothing where it is off.</summary>
    internal static void ListenForOperators(this KestrelServerOptions kestrel, OperatorOptions options)
    {
        if (options.Enabled)
        {
            kestrel.Listen(IPAddress.Parse(options.Address), options.Port, listen =>
            {
                if (options.CertificateFile.Length > 0)
                {
                    listen.UseHttps(X509Certificate2.CreateFromPemFile(options.CertificateFile, options.CertificateKeyFile));
                }
            });
        }
    }

    /// <summary>Serves the page, and keeps every other address of the service off the operators' port.</summary>
    /// <param name="options">Already checked: <see cref="OperatorOptions.Problems"/> is empty.</param>
    /// <param name="clock">State of the wall clock now; reminders wait for a trusted one.</param>
    /// <param name="verify">Proves the text of a badge; null where badges open nothing.</param>
    /// <param name="vehicles">Where the number plate and the people of a vehicle are told; null where no vehicles come.</param>
    /// <returns>The desk, to be told of referred people; null where the page is off.</returns>
    internal static OperatorDesk? MapOperator(
        this WebApplication app, OperatorOptions options, ScreenOptions screen, IEventRecorder recorder, Func<ClockState> clock,
        Func<string, CredentialResult>? verify = null, VehicleDesk? vehicles = null)
    {
        if (!options.Enabled)
        {
            return null;
        }

        TimeProvider time = app.Services.GetService<TimeProvider>() ?? TimeProvider.System;
        var store = new OperatorStore(options.StateFile);
        OperatorState begun = store.Load(out string problem);
        if (problem.Length > 0)
        {
            Log.OperatorStateLost(app.Logger, problem);
        }

        var desk = new OperatorDesk(options, store, begun, recorder, time)
        {
            Badges = verify is not null && options.Badges.Count > 0 ? new OperatorBadges(options.Badges, verify, time) : null,
        };
        var acts = new OperatorActs(desk, new PinGuard(options.Pins, time), new OperatorSessions(time), vehicles is { IsOpen: true } ? vehicles : null);
        var page = new OperatorPage(desk, options, OperatorTexts.Of(screen.Languages[0]), time.LocalTimeZone);
        ITimer? reminder = null;
        app.Lifetime.ApplicationStarted.Register(() => reminder = time.CreateTimer(
            _ =>
            {
                if (clock() != ClockState.Unset)
                {
                    desk.Remind();
                }
            },
            null, TimeSpan.FromSeconds(30), ReminderPeriod));
        app.Lifetime.ApplicationStopping.Register(() => reminder?.Dispose());

        app.Use((http, next) => KeepApart(http, next, options));
        RouteGroupBuilder group = app.MapGroup("/operator");
        group.MapGet("", (HttpContext http) => Show(http, acts, page));
        group.MapGet("/style.css", (HttpContext http) => ScreenEndpoints.Asset(http, "operator/operator.css"));
        group.MapPost("/{act}", (HttpContext http, string act) => ActAsync(http, act, acts));
        return desk;
    }

    /// <summary>The page only on its port, and nothing but the page there; no foreign name, no foreign form.</summary>
    private static Task KeepApart(HttpContext http, RequestDelegate next, OperatorOptions options)
    {
        bool itsPort = http.Connection.LocalPort == options.Port;
        bool itsPath = http.Request.Path.StartsWithSegments("/operator", StringComparison.Ordinal);
        if (!itsPort && !itsPath)
        {
            return next(http);
        }

        LoopbackOnly.Harden(http.Response.Headers);
        http.Response.Headers.ContentSecurityPolicy = LoopbackOnly.ContentSecurityPolicy.Replace("form-action 'none'", "form-action 'self'", StringComparison.Ordinal);
        http.Response.Headers["Referrer-Policy"] = "same-origin"; // with none at all, a browser hides the origin of its forms even from their own page
        http.Response.Headers.CacheControl = "no-store";
        bool knownName = http.Request.Host.Host == options.Address || options.Names.Contains(http.Request.Host.Host, StringComparer.OrdinalIgnoreCase);
        bool ownForm = HttpMethods.IsGet(http.Request.Method) || LoopbackOnly.IsSameOrigin(http);
        if (itsPort != itsPath || !knownName || !ownForm)
        {
            http.Response.StatusCode = itsPort != itsPath ? StatusCodes.Status404NotFound : StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBodyBytes;
        }

        return next(http);
    }

    private static IResult Show(HttpContext http, OperatorActs acts, OperatorPage page)
    {
        if (acts.Sessions.Find(http.Request.Cookies[Cookie]) is { } name)
        {
            return Html(page.Desk(name, http.Request.Query["outcome"].ToString(), acts.Vehicles is not null));
        }

        bool atTheKiosk = IsAtTheKiosk(http);
        if (atTheKiosk && acts.Desk.Badges?.Collect() is { } shown)
        {
            return SignIn(http, acts, shown, Badge);
        }

        return Html(atTheKiosk && http.Request.Query.ContainsKey(Badge) && acts.Desk.Badges is { Waits: true }
            ? page.AwaitBadge()
            : page.SignIn(acts.Pins.Locked, http.Request.Query.ContainsKey("wrong"), acts.Desk.Badges is not null, atTheKiosk));
    }

    /// <summary>Whether the browser is the kiosk's own: only there may the kiosk's camera stand for the person at the page.</summary>
    private static bool IsAtTheKiosk(HttpContext http) => http.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote);

    private static SeeOther SignIn(HttpContext http, OperatorActs acts, string name, string by)
    {
        if (!acts.Desk.SignedIn(name, by))
        {
            return Redirect("/operator?wrong");
        }

        http.Response.Cookies.Append(Cookie, acts.Sessions.Begin(name), new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, Path = "/operator", IsEssential = true,
        });
        return Redirect("/operator");
    }

    private static SeeOther SignInByBadge(HttpContext http, OperatorActs acts, string text)
    {
        if (text.Length == 0 && IsAtTheKiosk(http) && acts.Desk.Badges is { } badges)
        {
            badges.Await();
            return Redirect($"/operator?{Badge}");
        }

        return acts.Desk.Badges?.OperatorOf(text) is { } name ? SignIn(http, acts, name, Badge) : Redirect("/operator?wrong");
    }

    private static async Task<IResult> ActAsync(HttpContext http, string act, OperatorActs acts)
    {
        if (!http.Request.HasFormContentType)
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        IFormCollection form;
        try
        {
            form = await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or Microsoft.AspNetCore.Http.BadHttpRequestException)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        switch (act)
        {
            case "sign-in" when acts.Pins.Opens(form["operator"].ToString(), form["pin"].ToString()):
                return SignIn(http, acts, form["operator"].ToString(), "pin");
            case "sign-in":
                return Redirect("/operator?wrong");
            case Badge:
                return SignInByBadge(http, acts, form[Badge].ToString().Trim());
        }

        string? name = acts.Sessions.Find(http.Request.Cookies[Cookie]);
        if (name is null)
        {
            return Redirect("/operator");
        }

        if (act == "sign-out")
        {
            acts.Sessions.End(http.Request.Cookies[Cookie]);
            return Redirect("/operator");
        }

        return await acts.DoAsync(act, name, form, http.RequestAborted) is { } done ? Redirect(done ? "/operator?outcome=done" : "/operator?outcome=refused") : Results.NotFound();
    }

    private static IResult Html(string page) => Results.Text(page, "text/html; charset=utf-8");

    /// <summary>See other, so that a reload repeats nothing.</summary>
    private static SeeOther Redirect(string path) => new SeeOther(path);

    private sealed class SeeOther(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }
}

/// <summary>Forms become acts at the desk.</summary>
internal sealed record OperatorActs(OperatorDesk Desk, PinGuard Pins, OperatorSessions Sessions, VehicleDesk? Vehicles)
{
    /// <summary>True when it was done, false when it was refused; null for an act that does not exist.</summary>
    internal async ValueTask<bool?> DoAsync(string act, string name, IFormCollection form, CancellationToken cancellationToken) => act switch
    {
        "plate" when Vehicles is not null => await Vehicles.TellPlateAsync(form["plate"].ToString(), cancellationToken),
        "people" when Vehicles is not null && form["people"].ToString().Length == 0 => await Vehicles.TellPeopleAsync(null, cancellationToken),
        "people" when Vehicles is not null => int.TryParse(form["people"], NumberStyles.None, CultureInfo.InvariantCulture, out int people)
            && await Vehicles.TellPeopleAsync(people, cancellationToken),
        "shift" => form["action"] == "end" ? Desk.EndShift(name) : Desk.TakeShift(name),
        "recheck" => Recheck(name, form),
        "readiness" => Desk.CheckReadiness(name, [.. form["present"].Select(static p => p ?? "")]),
        "supply" => int.TryParse(form["change"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int change)
            && Desk.ChangeSupply(name, form["item"].ToString(), change),
        "calibrated" => Number(form["offset"].ToString()) is { } offset && Desk.Calibrated(name, offset),
        _ => null,
    };

    private bool Recheck(string name, IFormCollection form)
    {
        string celsius = form["celsius"].ToString().Trim();
        return long.TryParse(form["scan"], NumberStyles.None, CultureInfo.InvariantCulture, out long scan)
            && (celsius.Length == 0 || Number(celsius) is not null)
            && Desk.Recheck(name, scan, Number(celsius), form["disposition"].ToString());
    }

    /// <summary>A decimal number with point or comma; null where it is none.</summary>
    private static double? Number(string text) =>
        double.TryParse(text.Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) ? value : null;
}

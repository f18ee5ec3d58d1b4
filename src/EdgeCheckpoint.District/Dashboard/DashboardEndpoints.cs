using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeCheckpoint.District.Dashboard;

/// <summary>The page, its parts and its data.</summary>
internal static class DashboardEndpoints
{
    private const int DefaultEvents = 100;

    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    internal static void Map(WebApplication app, DistrictView view)
    {
        app.Use(static (context, next) =>
        {
            IHeaderDictionary headers = context.Response.Headers;
            headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            return next(context);
        });

        foreach (string page in (string[])["index.html", "district.css", "district.js", "texts.js", "favicon.svg"])
        {
            (byte[] content, string type) = (Load(page), Types[Path.GetExtension(page)]);
            app.MapGet(page == "index.html" ? "/" : $"/{page}", () => TypedResults.Bytes(content, type));
        }

        app.MapGet("/api/kiosks", () => TypedResults.Json(view.KiosksSince(0, out _), ApiJson.Readable.ApiKiosks));
        app.MapGet("/api/listener", () => TypedResults.Json(view.Listener(), ApiJson.Readable.ApiListener));
        app.MapGet("/api/events", Results<JsonHttpResult<ApiEvents>, BadRequest<string>> (string? after, string? limit) =>
            TryPosition(after, out long? id) && TryLimit(limit, out int most)
                ? TypedResults.Json(view.Events(id, most), ApiJson.Readable.ApiEvents)
                : TypedResults.BadRequest("'after' is an event's id from 0 on, 'limit' a number from 1 to 500."));
        app.MapGet("/api/stream", async (HttpContext context, IHostApplicationLifetime lifetime, string? after) =>
        {
            string? from = context.Request.Headers["Last-Event-ID"].FirstOrDefault() ?? after;
            if (!TryPosition(from, out long? id))
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }

            using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            try
            {
                await new EventStream(view, context.Response).RunAsync(id ?? view.Events(null, 1).Next, ended.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // The reader left, or we stop.
            }
        });
    }

    private static bool TryPosition(string? text, out long? id)
    {
        id = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        bool good = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        id = number;
        return good;
    }

    private static bool TryLimit(string? text, out int limit)
    {
        limit = DefaultEvents;
        return string.IsNullOrEmpty(text) || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= 500);
    }

    private static byte[] Load(string page)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"EdgeCheckpoint.District.Pages.{page}")
            ?? throw new InvalidOperationException($"The page {page} is not in the assembly.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}

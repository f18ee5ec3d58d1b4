using System.Net;

namespace EdgeCheckpoint.Kiosk.Screen;

/// <summary>Lets nobody but this machine's own browser in, and tells that browser to load nothing from elsewhere.</summary>
/// <remarks>The Host check stops a foreign page that points its own name at 127.0.0.1. A Unix socket has no remote address and is local by nature.</remarks>
internal static class LoopbackOnly
{
    internal const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; media-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    internal static async ValueTask<object?> Filter(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        Harden(http.Response.Headers);
        if (!IsLocal(http))
        {
            return Results.Text("This page is for the kiosk's own screen: open it as http://127.0.0.1 on the kiosk itself.\n", statusCode: StatusCodes.Status403Forbidden);
        }

        return await next(context);
    }

    internal static void Harden(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
    }

    internal static bool IsLocal(HttpContext http) =>
        (http.Connection.RemoteIpAddress is not { } remote || IPAddress.IsLoopback(remote))
        && http.Request.Host.Host is "127.0.0.1" or "localhost" or "[::1]";

    /// <summary>Whether a writing request comes from a page of this very address.</summary>
    internal static bool IsSameOrigin(HttpContext http) =>
        http.Request.Headers.Origin.ToString() == $"{http.Request.Scheme}://{http.Request.Host}";

    /// <summary>What the kiosk's own page sends, as JSON.</summary>
    /// <returns>The body, or the answer to give instead: to a foreign page, to no JSON, to more than is taken.</returns>
    internal static async ValueTask<(ReadOnlyMemory<byte> Body, IResult? Refusal)> ReadOwnAsync(HttpContext http, int maxBytes)
    {
        if (!IsSameOrigin(http) || !http.Request.HasJsonContentType())
        {
            return (default, Results.Text("Only the kiosk's own page may write here.\n", statusCode: StatusCodes.Status403Forbidden));
        }

        byte[] body = new byte[maxBytes + 1];
        int length = await http.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, http.RequestAborted);
        return length > maxBytes
            ? (default, Results.Text("Too long.\n", statusCode: StatusCodes.Status413PayloadTooLarge))
            : (body.AsMemory(0, length), null);
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Simulation.Demo;
using EdgeCheckpoint.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EdgeCheckpoint.Kiosk.Tests.Operation;

/// <summary>The real service beside a collector that reads OTLP by its field names.</summary>
public sealed class OtlpTests : IDisposable
{
    private readonly KioskFolder _kiosk = new();
    private readonly ConcurrentQueue<(string Path, string? Type, string? Token, JsonNode Body)> _taken = new();
    private volatile int _answer = StatusCodes.Status503ServiceUnavailable;

    [NeedsFact(program: "ffmpeg")]
    public async Task A_collector_gets_the_numbers_of_the_metrics_page_and_its_failures_disturb_nobody()
    {
        await using WebApplication collector = Collector();
        await collector.StartAsync();
        File.WriteAllText(_kiosk.File("token"), "secret-token\n");
        _kiosk.Write("conf.d/10.json", new JsonObject
        {
            ["otlp"] = new JsonObject { ["endpoint"] = collector.Urls.First(), ["periodSeconds"] = 1, ["tokenFile"] = _kiosk.File("token") },
            ["board"] = new JsonObject { ["watchdogDevice"] = "/dev/watchdog-none" },
        });
        await using ServiceProcess service = await _kiosk.StartAsync();
        await _kiosk.SaidAsync("does not take the kiosk's numbers: answered 503");
        await _kiosk.SaidAsync("The board is not watched: there is no /dev/watchdog-none");
        await _kiosk.AnswersAsync(service, "/healthz/ready", static answer => answer == "ready\n");
        _answer = StatusCodes.Status200OK;
        await _kiosk.SaidAsync("takes the kiosk's numbers");

        (string path, string? type, string? token, JsonNode body) = _taken.Last();
        Assert.Equal(("/v1/metrics", "application/json; charset=utf-8", "Bearer secret-token"), (path, type, token));
        JsonNode resource = body["resourceMetrics"]![0]!;
        Assert.Contains(resource["resource"]!["attributes"]!.AsArray(), static a => (string?)a!["key"] == "service.instance.id" && (string?)a["value"]!["stringValue"] == "d/c/kiosk-1");
        JsonNode[] metrics = [.. resource["scopeMetrics"]![0]!["metrics"]!.AsArray().Select(static m => m!)];
        JsonNode scans = metrics.Single(static m => (string?)m["name"] == "ecp_scans_total")["sum"]!;
        Assert.Equal((2, true), ((int)scans["aggregationTemporality"]!, (bool)scans["isMonotonic"]!));
        JsonNode point = scans["dataPoints"]!.AsArray().Single(static p => (string?)p!["attributes"]![0]!["value"]!["stringValue"] == "pass")!;
        Assert.Equal("verdict", (string?)point["attributes"]![0]!["key"]);
        Assert.True(Nanoseconds(point["startTimeUnixNano"]!) < Nanoseconds(point["timeUnixNano"]!));
        JsonNode uptime = metrics.Single(static m => (string?)m["name"] == "ecp_uptime_seconds");
        Assert.Equal("s", (string?)uptime["unit"]);
        Assert.True((double)uptime["gauge"]!["dataPoints"]![0]!["asDouble"]! >= 0);

        string[] names = [.. metrics.Select(static m => (string)m["name"]!)];
        await _kiosk.AnswersAsync(service, "/metrics", page => names.All(name => page.Contains($"# TYPE {name} ", StringComparison.Ordinal)));
    }

    public void Dispose() => _kiosk.Dispose();

    private static long Nanoseconds(JsonNode text) => long.Parse((string)text!, NumberStyles.None, CultureInfo.InvariantCulture);

    private WebApplication Collector()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        app.MapPost("/{**path}", async (HttpContext http) =>
        {
            JsonNode body = (await JsonNode.ParseAsync(http.Request.Body))!;
            if (_answer == StatusCodes.Status200OK)
            {
                _taken.Enqueue((http.Request.Path, http.Request.ContentType, http.Request.Headers.Authorization, body));
            }

            return Results.StatusCode(_answer);
        });
        return app;
    }
}

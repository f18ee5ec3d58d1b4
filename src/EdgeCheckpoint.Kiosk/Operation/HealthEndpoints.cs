using System.Globalization;
using System.Text;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>How the kiosk does, for monitoring on this machine: <c>/healthz/live</c>, <c>/healthz/ready</c> and <c>/metrics</c>.</summary>
internal static class HealthEndpoints
{
    public static WebApplication MapHealth(this WebApplication app)
    {
        RouteGroupBuilder group = app.MapGroup("").AddEndpointFilter(LoopbackOnly.Filter);
        group.MapGet("/healthz/live", static (ServiceWatch watch) =>
            watch.IsAlive ? Results.Text("live\n") : Results.Text("the loop handles no ticks\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        group.MapGet("/healthz/ready", static (IKioskReporter reporter, ServiceWatch watch) =>
            watch.IsAlive && reporter.Limits() is { Count: 0 }
                ? Results.Text("ready\n")
                : Results.Text(string.Join('\n', reporter.Limits()) + "\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        group.MapGet("/metrics", static (IKioskReporter reporter, IEventSource journal, VerdictCounts verdicts) =>
            Results.Text(Metrics(reporter.Health(), journal, verdicts), "text/plain; version=0.0.4"));
        return app;
    }

    /// <summary>Prometheus text exposition format 0.0.4.</summary>
    private static string Metrics(KioskHealth health, IEventSource journal, VerdictCounts verdicts)
    {
        var text = new StringBuilder();
        Metric(text, "ecp_uptime_seconds", "gauge", "Seconds since the software started.", health.UptimeSeconds);
        Metric(text, "ecp_journal_waiting_events", "gauge", "Events the district has not acknowledged.", journal.Epochs().Sum(static e => e.Waiting));
        Metric(text, "ecp_disk_free_bytes", "gauge", "Free bytes where the journal lies.", health.DiskFreeBytes ?? 0);
        Header(text, "ecp_scans_total", "counter", "Decisions since start, by verdict.");
        foreach ((string verdict, long count) in verdicts.Read())
        {
            text.Append(CultureInfo.InvariantCulture, $"ecp_scans_total{{verdict=\"{verdict}\"}} {count}\n");
        }

        Header(text, "ecp_sensor_ready", "gauge", "1 while the sensor is in order.");
        foreach ((string sensor, string state) in health.Sensors)
        {
            text.Append(CultureInfo.InvariantCulture, $"ecp_sensor_ready{{sensor=\"{sensor}\"}} {(state == "ok" ? 1 : 0)}\n");
        }

        Header(text, "ecp_count_total", "counter", "Counters since start, by name.");
        foreach ((string name, long count) in health.Counters)
        {
            text.Append(CultureInfo.InvariantCulture, $"ecp_count_total{{name=\"{name}\"}} {count}\n");
        }

        return text.ToString();
    }

    private static void Metric(StringBuilder text, string name, string kind, string help, long value)
    {
        Header(text, name, kind, help);
        text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
    }

    private static void Header(StringBuilder text, string name, string kind, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {kind}\n");
}

using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Kiosk.Screen;

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
        group.MapGet("/metrics", static (KioskMetrics metrics) => Results.Text(PrometheusText.Of(metrics.Read()), PrometheusText.ContentType));
        return app;
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>An OTLP ExportMetricsServiceRequest in its JSON encoding.</summary>
/// <remarks>OpenTelemetry Protocol 1.x, "JSON Protobuf Encoding": camelCase names, 64-bit integers as text, enums as numbers.</remarks>
internal static class OtlpJson
{
    /// <summary>AGGREGATION_TEMPORALITY_CUMULATIVE.</summary>
    private const int Cumulative = 2;

    public static JsonObject Of(IReadOnlyList<Metric> metrics, Site site, string software, DateTimeOffset startedAt, DateTimeOffset now) => new()
    {
        ["resourceMetrics"] = new JsonArray(new JsonObject
        {
            ["resource"] = new JsonObject
            {
                ["attributes"] = new JsonArray(
                    Attribute("service.name", "edge-checkpoint-kiosk"), Attribute("service.version", software), Attribute("service.namespace", site.District),
                    Attribute("service.instance.id", $"{site.District}/{site.Checkpoint}/{site.Device}")),
            },
            ["scopeMetrics"] = new JsonArray(new JsonObject
            {
                ["scope"] = new JsonObject { ["name"] = "EdgeCheckpoint.Kiosk", ["version"] = software },
                ["metrics"] = new JsonArray([.. metrics.Select(metric => (JsonNode)MetricOf(metric, Nanoseconds(startedAt), Nanoseconds(now)))]),
            }),
        }),
    };

    private static JsonObject MetricOf(Metric metric, string startedAt, string now)
    {
        var points = new JsonArray([.. metric.Values.Select(value => (JsonNode)PointOf(metric, value, startedAt, now))]);
        var json = new JsonObject { ["name"] = metric.Name, ["description"] = metric.Help, ["unit"] = metric.Unit };
        json[metric.Counts ? "sum" : "gauge"] = metric.Counts
            ? new JsonObject { ["aggregationTemporality"] = Cumulative, ["isMonotonic"] = true, ["dataPoints"] = points }
            : new JsonObject { ["dataPoints"] = points };
        return json;
    }

    private static JsonObject PointOf(Metric metric, KeyValuePair<string, double> value, string startedAt, string now)
    {
        var point = new JsonObject { ["timeUnixNano"] = now, ["asDouble"] = value.Value };
        if (metric.Counts)
        {
            point["startTimeUnixNano"] = startedAt;
        }

        if (metric.Label.Length > 0)
        {
            point["attributes"] = new JsonArray(Attribute(metric.Label, value.Key));
        }

        return point;
    }

    private static JsonObject Attribute(string key, string value) => new() { ["key"] = key, ["value"] = new JsonObject { ["stringValue"] = value } };

    private static string Nanoseconds(DateTimeOffset at) => ((at - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick).ToString(CultureInfo.InvariantCulture);
}

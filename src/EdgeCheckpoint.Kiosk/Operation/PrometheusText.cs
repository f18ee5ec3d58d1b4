using System.Globalization;
using System.Text;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>Prometheus text exposition format 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4";

    public static string Of(IReadOnlyList<Metric> metrics)
    {
        var text = new StringBuilder();
        foreach (Metric metric in metrics)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {metric.Name} {metric.Help}\n# TYPE {metric.Name} {(metric.Counts ? "counter" : "gauge")}\n");
            foreach ((string label, double value) in metric.Values)
            {
                text.Append(metric.Name);
                _ = metric.Label.Length > 0 ? text.Append(CultureInfo.InvariantCulture, $"{{{metric.Label}=\"{label}\"}} ") : text.Append(' ');
                text.Append(CultureInfo.InvariantCulture, $"{value}\n");
            }
        }

        return text.ToString();
    }
}

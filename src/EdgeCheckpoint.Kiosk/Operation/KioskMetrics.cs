using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>One number, or several that differ by a label.</summary>
/// <param name="Name">As Prometheus wants it.</param>
/// <param name="Unit">UCUM, as OpenTelemetry wants it; <c>1</c> for counts.</param>
/// <param name="Counts">True where it only grows until the service restarts.</param>
/// <param name="Label">Name of the label; empty where there is one number only.</param>
internal sealed record Metric(string Name, string Help, string Unit, bool Counts, string Label, IReadOnlyList<KeyValuePair<string, double>> Values)
{
    public Metric(string name, string help, string unit, double value)
        : this(name, help, unit, false, "", [KeyValuePair.Create("", value)])
    {
    }
}

/// <summary>The kiosk's numbers for monitoring, whoever asks for them. Nothing personal.</summary>
internal sealed class KioskMetrics(IKioskReporter reporter, IEventSource journal, VerdictCounts verdicts, LiveConfiguration configuration)
{
    public IReadOnlyList<Metric> Read()
    {
        KioskHealth health = reporter.Health();
        List<Metric> metrics =
        [
            new("ecp_uptime_seconds", "Seconds since the software started.", "s", health.UptimeSeconds),
            new("ecp_ready", "1 while the kiosk serves people without limits.", "1", reporter.Limits().Count == 0 ? 1 : 0),
            new("ecp_journal_waiting_events", "Events the district has not acknowledged.", "1", journal.Epochs().Sum(static e => e.Waiting)),
            new("ecp_disk_free_bytes", "Free bytes where the journal lies.", "By", health.DiskFreeBytes ?? 0),
            new("ecp_configuration_waiting_keys", "Changed keys that wait for a restart.", "1", configuration.Waiting.Count),
            new("ecp_configuration_refused", "1 while the files hold a configuration that was refused.", "1", configuration.IsRefused ? 1 : 0),
            new("ecp_scans_total", "Decisions since start, by verdict.", "1", true, "verdict", Labelled(verdicts.Read(), static count => count)),
            new("ecp_sensor_ready", "1 while the sensor is in order.", "1", false, "sensor", Labelled(health.Sensors, static state => state == "ok" ? 1 : 0)),
            new("ecp_count_total", "Counters since start, by name.", "1", true, "name", Labelled(health.Counters, static count => count)),
        ];
        if (health.BoardCelsius is { } celsius)
        {
            metrics.Add(new("ecp_board_celsius", "Temperature of the board's processor.", "Cel", celsius));
        }

        if (health.UnderVoltage is { } weak)
        {
            metrics.Add(new("ecp_board_undervoltage", "1 when the supply has been too weak since start.", "1", weak ? 1 : 0));
        }

        return metrics;
    }

    private static IReadOnlyList<KeyValuePair<string, double>> Labelled<T>(IReadOnlyDictionary<string, T> values, Func<T, double> number) =>
        [.. values.Select(v => KeyValuePair.Create(v.Key, number(v.Value)))];
}

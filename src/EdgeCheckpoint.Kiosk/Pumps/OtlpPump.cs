using System.Net.Http.Headers;
using System.Text;
using EdgeCheckpoint.Kiosk.Composition;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Operation;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Sends the kiosk's numbers to an OpenTelemetry collector. A collector that fails costs nobody anything but its own numbers.</summary>
internal sealed class OtlpPump(KioskOptions options, KioskMetrics metrics, TimeProvider time, ILogger<OtlpPump> log) : Pump(time, log)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private string? _problem;

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        OtlpOptions otlp = options.Otlp;
        var address = new Uri(otlp.Endpoint.TrimEnd('/') + "/v1/metrics");
        using var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(10), AllowAutoRedirect = false })
        {
            Timeout = TimeSpan.FromSeconds(otlp.TimeoutSeconds),
        };
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(otlp.PeriodSeconds), Time);
        do
        {
            string problem = await SendAsync(http, address, stoppingToken);
            if (problem != _problem)
            {
                _problem = problem;
                if (problem.Length > 0)
                {
                    Log.CollectorFails(Logger, otlp.Endpoint, problem);
                }
                else
                {
                    Log.CollectorTakes(Logger, otlp.Endpoint);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <returns>Why the collector did not take them; empty when it did.</returns>
    private async Task<string> SendAsync(HttpClient http, Uri address, CancellationToken stoppingToken)
    {
        string json = OtlpJson.Of(metrics.Read(), KioskParts.Site(options), KioskReporter.Software, _startedAt, Time.GetUtcNow()).ToJsonString();
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        try
        {
            if (options.Otlp.TokenFile.Length > 0)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(options.Otlp.TokenFile, stoppingToken)).Trim());
            }

            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stoppingToken);
            return response.IsSuccessStatusCode ? "" : $"answered {(int)response.StatusCode}";
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException or FormatException
            || (e is OperationCanceledException && !stoppingToken.IsCancellationRequested))
        {
            return e is OperationCanceledException ? "no answer in time" : e.Message;
        }
    }
}

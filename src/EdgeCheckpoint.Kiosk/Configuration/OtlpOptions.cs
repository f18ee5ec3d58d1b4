using System.ComponentModel.DataAnnotations;

namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>The numbers of /metrics, sent to an OpenTelemetry collector by OTLP over HTTP in its JSON encoding.</summary>
internal sealed record OtlpOptions
{
    /// <summary>Address of the collector, such as https://collector.example:4318; v1/metrics is added; empty: nothing is sent.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>File with the bearer token; empty: none is sent.</summary>
    public string TokenFile { get; init; } = "";

    /// <summary>How often the numbers are sent, s.</summary>
    [Range(1, 3600)]
    public int PeriodSeconds { get; init; } = 60;

    /// <summary>How long one sending may take, s.</summary>
    [Range(1, 60)]
    public int TimeoutSeconds { get; init; } = 10;

    /// <summary>Everything that is wrong, each sentence naming its key.</summary>
    public IReadOnlyList<string> Problems()
    {
        List<string> problems = [];
        if (Endpoint.Length > 0 && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"))
        {
            problems.Add($"otlp:endpoint: '{Endpoint}' is not an address; it must begin with http:// or https://");
        }

        if (TokenFile.Length > 0 && !File.Exists(TokenFile))
        {
            problems.Add($"otlp:tokenFile: names {TokenFile}, which does not exist");
        }

        return problems;
    }
}

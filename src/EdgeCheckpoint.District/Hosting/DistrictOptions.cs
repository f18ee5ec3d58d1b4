namespace EdgeCheckpoint.District.Hosting;

/// <summary>How a district listener is set up; see <see cref="OptionTable"/> for names, defaults and meaning.</summary>
internal sealed record DistrictOptions
{
    public required string District { get; init; }

    public required string BrokerHost { get; init; }

    public required int BrokerPort { get; init; }

    public required string Store { get; init; }

    public required string Url { get; init; }

    public required string ClientId { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    public string? TlsAuthority { get; init; }

    public string? TlsCertificate { get; init; }

    public string? TlsKey { get; init; }
}

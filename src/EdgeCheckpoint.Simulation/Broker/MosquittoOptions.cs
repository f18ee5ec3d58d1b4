namespace EdgeCheckpoint.Simulation.Broker;

/// <summary>How the broker of a test or a demonstration is set up.</summary>
public sealed record MosquittoOptions
{
    /// <summary>0 picks a free one.</summary>
    public int Port { get; init; }

    /// <summary>Text of an access list (see acl_file in mosquitto.conf); null lets everybody do everything.</summary>
    public string? AccessList { get; init; }

    /// <summary>Server certificate and the authority that clients' certificates must come from; null for plain TCP.</summary>
    public MosquittoTls? Tls { get; init; }

    /// <summary>Whether the database is written to disk. It is written at a clean stop and every 30 minutes, not on every message.</summary>
    public bool Persistence { get; init; } = true;

    /// <summary>A whole mosquitto.conf to run instead of one of our own; it must listen on <see cref="Port"/>.</summary>
    public string? Configuration { get; init; }

    /// <summary>Further lines of mosquitto.conf, below the listener.</summary>
    public IReadOnlyList<string> ExtraLines { get; init; } = [];
}

/// <summary>Files of a TLS listener that demands client certificates and takes the common name as user name.</summary>
public sealed record MosquittoTls(string AuthorityFile, string CertificateFile, string KeyFile);

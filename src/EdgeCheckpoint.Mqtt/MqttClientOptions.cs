namespace EdgeCheckpoint.Mqtt;

/// <summary>How to reach a broker and how to behave there.</summary>
public sealed record MqttClientOptions
{
    /// <summary>Name or address of the broker; with TLS its certificate must carry it.</summary>
    public required string Host { get; init; }

    /// <summary>1 to 65535.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>1 to 65535 bytes of UTF-8. Two clients of one id push each other out.</summary>
    public required string ClientId { get; init; }

    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>Null for plain TCP.</summary>
    public MqttTls? Tls { get; init; }

    /// <summary>Sent by the broker when this client vanishes.</summary>
    public MqttWill? Will { get; init; }

    public MqttProtocol Protocol { get; init; } = MqttProtocol.PreferV5;

    /// <summary>5 s to 18 h; a silent peer is given up after about one and a half of it.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the broker keeps subscriptions and queued messages of a client that is away; zero for a clean start each time.</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Unacknowledged messages the broker may have under way to us, 1 to 65535.</summary>
    public int ReceiveMaximum { get; init; } = 256;

    /// <summary>Unacknowledged messages we have under way to the broker, 1 to 65535; the broker's own limit lowers it.</summary>
    public int SendWindow { get; init; } = 64;

    /// <summary>Publishes that wait for the window before <see cref="MqttClient.PublishAsync"/> itself waits.</summary>
    public int SendQueueLimit { get; init; } = 4096;

    /// <summary>Received messages nobody has read yet, before the client stops reading from the network.</summary>
    public int ReceiveQueueLimit { get; init; } = 4096;

    /// <summary>From the first packet to the broker's CONNACK.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A broker that leaves a publish unanswered for so long is given up; what was under way is sent again over a new connection.</summary>
    public TimeSpan AcknowledgeTimeout { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan MinimumBackoff { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan MaximumBackoff { get; init; } = TimeSpan.FromSeconds(30);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Names every mistake at once; empty when there is none.</summary>
    public IReadOnlyList<string> Mistakes()
    {
        List<string> found = [];
        Check(Host.Length > 0, "Host is empty");
        Check(Port is >= 1 and <= 65535, $"Port is {Port}; it must be 1 to 65535");
        Check(System.Text.Encoding.UTF8.GetByteCount(ClientId) is >= 1 and <= 65535, "ClientId must be 1 to 65535 bytes");
        Check(!$"{Host}{ClientId}{UserName}{Password}{Will?.Message.Topic}".Contains('\0', StringComparison.Ordinal), "Host, ClientId, UserName, Password and the will's topic must not hold NUL");
        Check(KeepAlive.TotalSeconds is >= 5 and <= 65535, $"KeepAlive is {KeepAlive}; it must be 5 s to 18 h");
        Check(SessionExpiry >= TimeSpan.Zero && SessionExpiry.TotalSeconds <= uint.MaxValue, $"SessionExpiry is {SessionExpiry}; it must not be negative");
        Check(ReceiveMaximum is >= 1 and <= 65535, $"ReceiveMaximum is {ReceiveMaximum}; it must be 1 to 65535");
        Check(SendWindow is >= 1 and <= 65535, $"SendWindow is {SendWindow}; it must be 1 to 65535");
        Check(SendQueueLimit >= 1 && ReceiveQueueLimit >= 1, "SendQueueLimit and ReceiveQueueLimit must be at least 1");
        Check(ConnectTimeout > TimeSpan.Zero && AcknowledgeTimeout > TimeSpan.Zero && MinimumBackoff > TimeSpan.Zero && MaximumBackoff >= MinimumBackoff, "ConnectTimeout, AcknowledgeTimeout and the backoffs must be positive, MaximumBackoff not below MinimumBackoff");
        return found;

        void Check(bool holds, string mistake)
        {
            if (!holds)
            {
                found.Add(mistake);
            }
        }
    }
}

/// <summary>Which protocol version to speak.</summary>
public enum MqttProtocol
{
    /// <summary>MQTT 5, and 3.1.1 where the broker refuses it.</summary>
    PreferV5,
    V5,
    V311,
}

namespace EdgeCheckpoint.Mqtt;

/// <summary>One message, to send or received.</summary>
/// <param name="Topic">Topic name, without wildcards.</param>
/// <param name="Payload">Bytes; the client reads them until the publish completes, so do not reuse the buffer before.</param>
public sealed record MqttMessage(string Topic, ReadOnlyMemory<byte> Payload)
{
    /// <summary>At least once by default.</summary>
    public MqttQuality Quality { get; init; } = MqttQuality.AtLeastOnce;

    /// <summary>Sent: keep as the topic's last value. Received: was kept, not fresh; for who subscribed with the flag as published: was sent with it, fresh or not.</summary>
    public bool Retain { get; init; }

    /// <summary>Seconds after which the broker drops it; null for never. Not carried over MQTT 3.1.1, like the properties below.</summary>
    public uint? ExpirySeconds { get; init; }

    public string? ContentType { get; init; }

    public string? ResponseTopic { get; init; }

    public ReadOnlyMemory<byte> CorrelationData { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> UserProperties { get; init; } = [];
}

/// <summary>Delivery promise of one hop. Exactly-once is not offered: the durable ack does that end to end.</summary>
public enum MqttQuality
{
    AtMostOnce = 0,
    AtLeastOnce = 1,
}

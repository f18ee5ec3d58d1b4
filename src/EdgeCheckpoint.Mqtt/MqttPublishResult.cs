namespace EdgeCheckpoint.Mqtt;

/// <summary>How a publish ended.</summary>
/// <param name="Outcome">Who decided.</param>
/// <param name="Reason">The broker's word; <see cref="MqttReason.PacketTooLarge"/> and the like when refused here, before sending.</param>
public readonly record struct MqttPublishResult(MqttPublishOutcome Outcome, MqttReason Reason)
{
    /// <summary>The broker has taken the message over. Taken over is not durable: a killed broker may forget it.</summary>
    public bool Accepted => Outcome == MqttPublishOutcome.Accepted;
}

/// <summary>Who ended a publish.</summary>
public enum MqttPublishOutcome
{
    /// <summary>The broker took it (QoS 0: it left this process).</summary>
    Accepted,

    /// <summary>The broker refused it, for example by its access list. Sending it again is futile until somebody changes that.</summary>
    Refused,

    /// <summary>It can never be sent: malformed topic, too large for this broker.</summary>
    Invalid,

    /// <summary>The client was stopped before the broker answered; the broker may or may not have it.</summary>
    Stopped,
}

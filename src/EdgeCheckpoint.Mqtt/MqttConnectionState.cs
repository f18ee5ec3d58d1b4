namespace EdgeCheckpoint.Mqtt;

/// <summary>What the connection is doing, and why.</summary>
/// <param name="Phase">Where it stands.</param>
/// <param name="Reason">The broker's last word on the connection.</param>
/// <param name="Detail">A sentence for a technician: what happened and what comes next. Empty when all is well.</param>
public sealed record MqttConnectionState(MqttPhase Phase, MqttReason Reason, string Detail)
{
    /// <summary>The broker remembered us: subscriptions and queued messages survived.</summary>
    public bool SessionPresent { get; init; }

    /// <summary>The version spoken; meaningful while connected.</summary>
    public MqttProtocol Protocol { get; init; } = MqttProtocol.V5;

    /// <summary>Failed or short-lived connections in a row; 0 while connected.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>A defect that broke the connection; the client carries on with a new one. Report it.</summary>
    public Exception? Defect { get; init; }
}

/// <summary>Phases of a connection.</summary>
public enum MqttPhase
{
    /// <summary>First attempt under way.</summary>
    Connecting,
    Connected,

    /// <summary>Lost or refused; the next attempt follows by itself.</summary>
    Disconnected,

    /// <summary>Disposed; final.</summary>
    Stopped,
}

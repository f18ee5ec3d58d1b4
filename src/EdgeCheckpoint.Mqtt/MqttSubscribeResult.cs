namespace EdgeCheckpoint.Mqtt;

/// <summary>The broker's answer to a subscription.</summary>
/// <param name="Reason">Granted quality, or why not. Granted says nothing of the deliveries: access lists may filter each of them.</param>
public readonly record struct MqttSubscribeResult(MqttReason Reason)
{
    public bool Granted => Reason < MqttReason.UnspecifiedError;
}

namespace EdgeCheckpoint.Mqtt;

/// <summary>What the broker publishes when this client vanishes without a goodbye.</summary>
/// <param name="Message">The last word.</param>
/// <param name="Delay">Time to come back before it is published; MQTT 3.1.1 publishes at once.</param>
public sealed record MqttWill(MqttMessage Message, TimeSpan Delay = default);

namespace EdgeCheckpoint.Mqtt.Native;

/// <summary>What one connection reports. Called on the network thread, inside a call of the library: take note and return.</summary>
internal interface ISessionEvents
{
    /// <summary>CONNACK arrived, with success or a refusal.</summary>
    void Answered(MqttReason reason, bool sessionPresent, int receiveMaximum, string text);

    /// <summary>The broker said goodbye, with its reason.</summary>
    void Dismissed(MqttReason reason);

    void Published(int messageId, MqttReason reason);

    void Subscribed(int messageId, MqttReason reason);

    void Received(MqttMessage message);
}

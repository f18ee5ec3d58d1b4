namespace EdgeCheckpoint.Mqtt.Native;

/// <summary>Translates the library's and older protocols' codes.</summary>
internal static class Reasons
{
    /// <summary>CONNACK return code of MQTT 3.1.1, section 3.2.2.3.</summary>
    internal static MqttReason OfV311(int returnCode) => returnCode switch
    {
        0 => MqttReason.Success,
        1 => MqttReason.UnsupportedProtocolVersion,
        2 => MqttReason.ClientIdentifierNotValid,
        3 => MqttReason.ServerUnavailable,
        4 => MqttReason.BadUserNameOrPassword,
        5 => MqttReason.NotAuthorized,
        _ => MqttReason.UnspecifiedError,
    };

    /// <summary>A code of the library that speaks of the message rather than of the connection; null for the others.</summary>
    internal static MqttReason? OfMessage(int code) => code switch
    {
        LibMosquitto.InvalidArgument => MqttReason.TopicNameInvalid,
        9 or 25 => MqttReason.PacketTooLarge,
        10 or 18 or 21 or 22 => MqttReason.MalformedPacket,
        24 => MqttReason.QosNotSupported,
        LibMosquitto.RetainNotSupported => MqttReason.RetainNotSupported,
        _ => null,
    };
}

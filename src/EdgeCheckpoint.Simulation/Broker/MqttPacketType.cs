namespace EdgeCheckpoint.Simulation.Broker;

/// <summary>High four bits of an MQTT packet's first byte (MQTT 5, section 2.1.2).</summary>
public enum MqttPacketType
{
    /// <summary>Not MQTT to the proxy, for example bytes of TLS.</summary>
    Opaque = 0,
    Connect = 1,
    ConnAck = 2,
    Publish = 3,
    PubAck = 4,
    PubRec = 5,
    PubRel = 6,
    PubComp = 7,
    Subscribe = 8,
    SubAck = 9,
    Unsubscribe = 10,
    UnsubAck = 11,
    PingReq = 12,
    PingResp = 13,
    Disconnect = 14,
    Auth = 15,
}

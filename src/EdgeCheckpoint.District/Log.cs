using EdgeCheckpoint.Mqtt;

namespace EdgeCheckpoint.District;

/// <summary>Everything the district logs; event ids 4000 to 4999.</summary>
internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Information, "Connected to the broker")]
    internal static partial void Connected(ILogger logger);

    [LoggerMessage(4002, LogLevel.Warning, "Not connected to the broker: {Detail}")]
    internal static partial void Disconnected(ILogger logger, string detail);

    [LoggerMessage(4010, LogLevel.Error, "The store does not take events, nothing is acknowledged until it does: {Fault}. Check the space and the rights of {File}")]
    internal static partial void StoreFailed(ILogger logger, string fault, string file);

    [LoggerMessage(4011, LogLevel.Warning, "An undecodable message on {Topic} went to quarantine: {Error}")]
    internal static partial void Quarantined(ILogger logger, string topic, string error);

    [LoggerMessage(4012, LogLevel.Warning, "{Device}: this store knows less of journal {Epoch} than the retained ack, which says {Sequence}; what is missing stands in the gaps")]
    internal static partial void AckAdopted(ILogger logger, string device, string epoch, long sequence);

    [LoggerMessage(4020, LogLevel.Error, "The broker refuses the ack to {Device}: {Reason}. Its access list must let the district write .../ack")]
    internal static partial void AckRefused(ILogger logger, string device, MqttReason reason);

    [LoggerMessage(4021, LogLevel.Warning, "The ack to {Device} could not be sent in time; the kiosk will ask again by sending again")]
    internal static partial void AckLate(ILogger logger, string device);

    [LoggerMessage(4022, LogLevel.Error, "The broker refuses the subscription to {Filter}: {Reason}; it is asked again in {Pause}. Its access list must let the district read there")]
    internal static partial void SubscriptionRefused(ILogger logger, string filter, MqttReason reason, TimeSpan pause);
}

using EdgeCheckpoint.Mqtt;

namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>What the uplink needs of a broker's client. It reconnects by itself.</summary>
public interface IBroker : IAsyncDisposable
{
    /// <summary>Completes with the broker's answer; while disconnected it waits. Any thread.</summary>
    Task<MqttPublishResult> PublishAsync(MqttMessage message, CancellationToken cancellationToken);

    /// <summary>Completes with the broker's answer; messages tell whether they were published as retained, where the protocol can.</summary>
    Task<MqttSubscribeResult> SubscribeAsync(string filter, CancellationToken cancellationToken);

    /// <summary>Every message received; one reader.</summary>
    IAsyncEnumerable<MqttMessage> ReadMessagesAsync(CancellationToken cancellationToken);

    /// <summary>Every change of the connection, the present state first; one reader.</summary>
    IAsyncEnumerable<MqttConnectionState> ReadStatesAsync(CancellationToken cancellationToken);
}

using EdgeCheckpoint.Mqtt;

namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>The broker behind the MQTT client.</summary>
public sealed class MqttBroker(MqttClient client) : IBroker
{
    public Task<MqttPublishResult> PublishAsync(MqttMessage message, CancellationToken cancellationToken) =>
        client.PublishAsync(message, cancellationToken);

    public Task<MqttSubscribeResult> SubscribeAsync(string filter, CancellationToken cancellationToken) =>
        client.SubscribeAsync(filter, MqttQuality.AtLeastOnce, retainAsPublished: true, cancellationToken);

    public async IAsyncEnumerable<MqttMessage> ReadMessagesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (MqttMessage message in client.Messages.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return message;
        }
    }

    public IAsyncEnumerable<MqttConnectionState> ReadStatesAsync(CancellationToken cancellationToken) => client.StatesAsync(cancellationToken);

    public ValueTask DisposeAsync() => client.DisposeAsync();
}

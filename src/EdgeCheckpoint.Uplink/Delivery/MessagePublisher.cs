using System.Collections.Concurrent;
using EdgeCheckpoint.Mqtt;

namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>Publishes what is no event, such as a status or an answer. A refusal is an alarm until the broker takes that topic again. Thread-safe.</summary>
internal sealed class MessagePublisher(IBroker broker, AlarmLatch alarms)
{
    /// <summary>Levels that tell one topic of a kiosk from another; what an issuer of commands asks for below <c>rsp/{name}</c> counts as that.</summary>
    private const int Levels = 7;

    private readonly ConcurrentDictionary<string, MqttReason> _refused = new();

    /// <returns>Whether the broker took it.</returns>
    public async Task<bool> PublishAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        MqttPublishResult result = await broker.PublishAsync(message, cancellationToken).ConfigureAwait(false);
        string topic = string.Join('/', message.Topic.Split('/').Take(Levels));
        if (result.Outcome is MqttPublishOutcome.Refused or MqttPublishOutcome.Invalid)
        {
            _refused[topic] = result.Reason;
            alarms.Raise(AlarmCodes.MessageRefused, $"The broker refused a message on {topic} with reason {result.Reason}. Check the broker's access list for this device.");
        }
        else if (result.Accepted)
        {
            _refused.TryRemove(topic, out _);
            if (_refused.IsEmpty)
            {
                alarms.Clear(AlarmCodes.MessageRefused, "The broker takes everything again.");
            }
        }

        return result.Accepted;
    }
}

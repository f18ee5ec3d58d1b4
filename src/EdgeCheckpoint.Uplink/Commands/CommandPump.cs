using System.Threading.Channels;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Commands;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Uplink.Delivery;

namespace EdgeCheckpoint.Uplink.Commands;

/// <summary>Takes commands off the receiving loop, so that a slow one never delays an ack; answers on the response topic.</summary>
internal sealed class CommandPump(Site site, CommandGate gate, IBroker broker, AlarmLatch alarms)
{
    /// <summary>More at once is an error or an attack; what overflows expires at its issuer.</summary>
    private const int Waiting = 32;

    private readonly Channel<(string Name, MqttMessage Message)> _queue = Channel.CreateBounded<(string, MqttMessage)>(
        new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Offer(string name, MqttMessage message) => _queue.Writer.TryWrite((name, message));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach ((string name, MqttMessage message) in _queue.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            CommandResponse answer = await gate.AnswerAsync(name, message, cancellationToken).ConfigureAwait(false);
            if (answer.Done)
            {
                alarms.Clear(AlarmCodes.CommandRefused, "");
            }
            else
            {
                alarms.Raise(AlarmCodes.CommandRefused, $"A {name} command was refused: {answer.Reason}. {answer.Detail}");
            }

            var response = new MqttMessage(ResponseTopic(name, message), KioskJson.Encode(answer)) { CorrelationData = message.CorrelationData };
            await broker.PublishAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The issuer may choose a topic below this kiosk's own answers, nowhere else.</summary>
    private string ResponseTopic(string name, MqttMessage message)
    {
        string own = Topics.Response(site, name);
        return message.ResponseTopic is { } asked && (asked == own || asked.StartsWith(own + "/", StringComparison.Ordinal)) ? asked : own;
    }
}

using System.Threading.Channels;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Commands;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Uplink.Delivery;
using Microsoft.Extensions.Logging;

namespace EdgeCheckpoint.Uplink.Commands;

/// <summary>Takes commands off the receiving loop, so that a slow one never delays an ack; answers on the response topic.</summary>
internal sealed class CommandPump(Site site, CommandGate gate, MessagePublisher publisher, AlarmLatch alarms, ILogger log)
{
    /// <summary>More at once is an error or an attack: the oldest, which expire first, are answered and not judged.</summary>
    private const int Waiting = 64;

    /// <summary>What comes on top of this is logged only.</summary>
    private const int Room = 512;

    private readonly Channel<(string Name, MqttMessage Message)> _queue = Channel.CreateBounded<(string, MqttMessage)>(
        new BoundedChannelOptions(Room) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    public void Offer(string name, MqttMessage message)
    {
        if (!_queue.Writer.TryWrite((name, message)))
        {
            Log.CommandDropped(log, name, Room);
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach ((string name, MqttMessage message) in _queue.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            CommandResponse answer = _queue.Reader.Count >= Waiting
                ? CommandGate.TurnAway(message)
                : await gate.AnswerAsync(name, message, cancellationToken).ConfigureAwait(false);
            Tell(name, answer);
            var response = new MqttMessage(ResponseTopic(name, message), KioskJson.Encode(answer)) { CorrelationData = message.CorrelationData };
            await publisher.PublishAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Tell(string name, CommandResponse answer)
    {
        if (answer.Done)
        {
            Log.CommandDone(log, name, answer.Detail);
            alarms.Clear(AlarmCodes.CommandRefused, "A command was carried out.");
        }
        else
        {
            Log.CommandRefused(log, name, answer.Reason, answer.Detail);
            alarms.Raise(AlarmCodes.CommandRefused, $"A {name} command was refused: {answer.Reason}. {answer.Detail}");
        }
    }

    /// <summary>The issuer may choose a topic below this kiosk's own answers, nowhere else.</summary>
    private string ResponseTopic(string name, MqttMessage message)
    {
        string own = Topics.Response(site, name);
        return message.ResponseTopic is { } asked && (asked == own || asked.StartsWith(own + "/", StringComparison.Ordinal)) ? asked : own;
    }
}

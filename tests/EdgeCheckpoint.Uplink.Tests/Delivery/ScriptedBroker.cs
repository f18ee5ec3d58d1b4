using System.Collections.Concurrent;
using System.Threading.Channels;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Uplink.Delivery;

namespace EdgeCheckpoint.Uplink.Tests.Delivery;

/// <summary>A broker in memory that answers as the test says, at once unless told otherwise.</summary>
internal sealed class ScriptedBroker : IBroker
{
    private readonly ConcurrentQueue<MqttMessage> _published = new();
    private readonly Channel<MqttMessage> _messages = Channel.CreateUnbounded<MqttMessage>();
    private readonly Channel<MqttConnectionState> _states = Channel.CreateUnbounded<MqttConnectionState>();

    public static MqttPublishResult Accepted { get; } = new(MqttPublishOutcome.Accepted, MqttReason.Success);

    public static MqttPublishResult Refused { get; } = new(MqttPublishOutcome.Refused, MqttReason.NotAuthorized);

    public Func<MqttMessage, Task<MqttPublishResult>> OnPublish { get; set; } = static _ => Task.FromResult(Accepted);

    public Func<string, MqttReason> OnSubscribe { get; set; } = static _ => MqttReason.GrantedQos1;

    /// <summary>Everything handed over, in order.</summary>
    public IReadOnlyList<MqttMessage> Published => [.. _published];

    public void Connect() => _states.Writer.TryWrite(new MqttConnectionState(MqttPhase.Connected, MqttReason.Success, ""));

    public void Disconnect() => _states.Writer.TryWrite(new MqttConnectionState(MqttPhase.Disconnected, MqttReason.Success, "gone"));

    public void Deliver(MqttMessage message) => _messages.Writer.TryWrite(message);

    public Task<MqttPublishResult> PublishAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        _published.Enqueue(message);
        return OnPublish(message);
    }

    public Task<MqttSubscribeResult> SubscribeAsync(string filter, CancellationToken cancellationToken) => Task.FromResult(new MqttSubscribeResult(OnSubscribe(filter)));

    public IAsyncEnumerable<MqttMessage> ReadMessagesAsync(CancellationToken cancellationToken) => _messages.Reader.ReadAllAsync(cancellationToken);

    public IAsyncEnumerable<MqttConnectionState> ReadStatesAsync(CancellationToken cancellationToken) => _states.Reader.ReadAllAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

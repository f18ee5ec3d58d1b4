using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Delivery;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Tests.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Delivery;

/// <summary>The window of events under way.</summary>
public sealed class EventPublisherTests
{
    [Fact]
    public async Task Only_the_oldest_answer_makes_room_and_waiting_for_it_can_be_cancelled()
    {
        using var folder = new TemporaryFolder();
        using SqliteOutbox outbox = Sample.Outbox(folder);
        outbox.Append(Sample.Scan(), Sample.Time());
        StoredEvent stored = Sample.All(outbox)[0];
        await using var broker = new SilentBroker();
        var publisher = new EventPublisher(new UplinkOptions { Site = Sample.Site, PublishWindow = 4 }, broker, new AlarmLatch(outbox, static () => Sample.Time()), static () => Sample.Time());
        for (int i = 0; i < 4; i++)
        {
            await publisher.SendAsync(stored, Replay.Live, CancellationToken.None);
        }

        broker.Answer(2);
        using var cancel = new CancellationTokenSource();
        Task refused = publisher.SendAsync(stored, Replay.Live, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => refused);

        Task fifth = publisher.SendAsync(stored, Replay.Live, CancellationToken.None).AsTask();
        Assert.False(fifth.IsCompleted);
        broker.Answer(0);
        await fifth;
        Assert.Equal(5, broker.Asked);
    }

    /// <summary>Answers when it is told to.</summary>
    private sealed class SilentBroker : IBroker
    {
        private readonly List<TaskCompletionSource<MqttPublishResult>> _answers = [];

        public int Asked => _answers.Count;

        public void Answer(int index) => _answers[index].SetResult(new MqttPublishResult(MqttPublishOutcome.Accepted, MqttReason.Success));

        public Task<MqttPublishResult> PublishAsync(MqttMessage message, CancellationToken cancellationToken)
        {
            _answers.Add(new TaskCompletionSource<MqttPublishResult>());
            return _answers[^1].Task;
        }

        public Task<MqttSubscribeResult> SubscribeAsync(string filter, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<MqttMessage> ReadMessagesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<MqttConnectionState> ReadStatesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
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
        List<TaskCompletionSource<MqttPublishResult>> answers = [];
        await using var broker = new ScriptedBroker
        {
            OnPublish = _ =>
            {
                answers.Add(new TaskCompletionSource<MqttPublishResult>());
                return answers[^1].Task;
            },
        };
        var publisher = new EventPublisher(new UplinkOptions { Site = Sample.Site, PublishWindow = 4 }, broker, new AlarmLatch(outbox, static () => Sample.Time()), static () => Sample.Time());
        for (int i = 0; i < 4; i++)
        {
            await publisher.SendAsync(stored, Replay.Live, CancellationToken.None);
        }

        answers[2].SetResult(ScriptedBroker.Accepted);
        using var cancel = new CancellationTokenSource();
        Task refused = publisher.SendAsync(stored, Replay.Live, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => refused);

        Task fifth = publisher.SendAsync(stored, Replay.Live, CancellationToken.None).AsTask();
        Assert.False(fifth.IsCompleted);
        answers[0].SetResult(ScriptedBroker.Accepted);
        await fifth;
        Assert.Equal(5, answers.Count);
    }

    [Fact]
    public async Task An_event_larger_than_the_broker_takes_is_accounted_for_by_a_gap_record_in_its_place()
    {
        using var folder = new TemporaryFolder();
        using SqliteOutbox outbox = Sample.Outbox(folder);
        outbox.Append(Sample.Scan() with { Notice = new string('x', 2000) }, Sample.Time());
        outbox.Append(Sample.Scan(), Sample.Time());
        int limit = 1500;
        await using var broker = new ScriptedBroker
        {
            OnPublish = m => Task.FromResult(m.Payload.Length > limit ? new MqttPublishResult(MqttPublishOutcome.Invalid, MqttReason.PacketTooLarge) : ScriptedBroker.Accepted),
        };
        var publisher = new EventPublisher(new UplinkOptions { Site = Sample.Site }, broker, new AlarmLatch(outbox, static () => Sample.Time()), static () => Sample.Time());
        IReadOnlyList<StoredEvent> events = Sample.All(outbox);
        await publisher.SendAsync(events[0], Replay.Backfill, CancellationToken.None);
        await publisher.SendAsync(events[1], Replay.Live, CancellationToken.None);
        Assert.False(publisher.TakeRefused());

        Assert.Equal(3, broker.Published.Count);
        Assert.True(EnvelopeCodec.TryDecode(broker.Published[1].Payload, out Envelope standIn, out string error), error);
        Assert.Equal((events[0].Key, Replay.Backfill, Topics.Event(Sample.Site, AlarmEvent.KindName)), (standIn.Key, standIn.Replay, broker.Published[1].Topic));
        Assert.Equal((1, 1), (((GapEvent)standIn.Data).First, ((GapEvent)standIn.Data).Last));
        Assert.Equal([(AlarmCodes.EventUnsendable, true)], Sample.Alarms(outbox));

        // The event itself stays in the journal; once the broker takes that size the alarm is over.
        limit = 5000;
        await publisher.SendAsync(events[1], Replay.Live, CancellationToken.None);
        Assert.False(publisher.TakeRefused());
        Assert.Single(Sample.Alarms(outbox));
        await publisher.SendAsync(Sample.All(outbox)[0], Replay.Backfill, CancellationToken.None);
        Assert.False(publisher.TakeRefused());
        Assert.Equal([(AlarmCodes.EventUnsendable, true), (AlarmCodes.EventUnsendable, false)], Sample.Alarms(outbox));
    }

    [Fact]
    public async Task A_broker_that_refuses_some_kinds_only_is_one_alarm_until_it_takes_all()
    {
        using var folder = new TemporaryFolder();
        using SqliteOutbox outbox = Sample.Outbox(folder);
        outbox.Append(Sample.Scan(), Sample.Time());
        outbox.Append(new GateEvent("passed", "feedback", 1), Sample.Time());
        bool takesScans = false;
        await using var broker = new ScriptedBroker
        {
            OnPublish = m => Task.FromResult(takesScans || !m.Topic.EndsWith("/scan", StringComparison.Ordinal)
                ? ScriptedBroker.Accepted
                : new MqttPublishResult(MqttPublishOutcome.Refused, MqttReason.NotAuthorized)),
        };
        var publisher = new EventPublisher(new UplinkOptions { Site = Sample.Site }, broker, new AlarmLatch(outbox, static () => Sample.Time()), static () => Sample.Time());
        IReadOnlyList<StoredEvent> events = Sample.All(outbox);
        for (int i = 0; i < 4; i++)
        {
            await publisher.SendAsync(events[i % 2], Replay.Backfill, CancellationToken.None);
        }

        Assert.True(publisher.TakeRefused());
        Assert.Equal([(AlarmCodes.EventRefused, true)], Sample.Alarms(outbox));
        takesScans = true;
        await publisher.SendAsync(events[0], Replay.Backfill, CancellationToken.None);
        Assert.False(publisher.TakeRefused());
        Assert.Equal([(AlarmCodes.EventRefused, true), (AlarmCodes.EventRefused, false)], Sample.Alarms(outbox));
    }

    [Fact]
    public async Task A_broker_that_takes_not_even_a_gap_record_makes_delivery_wait_and_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        using SqliteOutbox outbox = Sample.Outbox(folder);
        outbox.Append(Sample.Scan(), Sample.Time());
        await using var broker = new ScriptedBroker { OnPublish = static _ => Task.FromResult(new MqttPublishResult(MqttPublishOutcome.Invalid, MqttReason.PacketTooLarge)) };
        var publisher = new EventPublisher(new UplinkOptions { Site = Sample.Site }, broker, new AlarmLatch(outbox, static () => Sample.Time()), static () => Sample.Time());
        await publisher.SendAsync(Sample.All(outbox)[0], Replay.Live, CancellationToken.None);
        Assert.True(publisher.TakeRefused());
        Assert.Equal([(AlarmCodes.EventUnsendable, true), (AlarmCodes.EventRefused, true)], Sample.Alarms(outbox));
    }
}

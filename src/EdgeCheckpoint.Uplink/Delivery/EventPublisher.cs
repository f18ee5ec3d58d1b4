using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>Hands events to the broker in order, with a bounded number under way. One thread.</summary>
/// <remarks>Answers come in the order of the questions, so one wait for the middle of the window stands for many answers: that keeps a drain fast.</remarks>
internal sealed class EventPublisher(UplinkOptions options, IBroker broker, AlarmLatch alarms, Func<EventTime> now)
{
    private readonly Queue<(Task<MqttPublishResult> Answer, StoredEvent Event)> _underWay = new();
    private readonly Dictionary<string, string> _topics = [];
    private bool _refused;

    /// <summary>Whether the broker refused an event since the last call.</summary>
    public bool TakeRefused()
    {
        Settle();
        bool refused = _refused;
        _refused = false;
        return refused;
    }

    /// <summary>The oldest event the broker has not answered; null when there is none.</summary>
    public Task? Oldest => _underWay.TryPeek(out var oldest) ? oldest.Answer : null;

    /// <summary>Returns once the window has room and the event is handed over; PUBACK comes later.</summary>
    public async ValueTask SendAsync(StoredEvent stored, Replay replay, CancellationToken cancellationToken)
    {
        Settle();
        while (_underWay.Count >= options.PublishWindow)
        {
            // Should the middle be answered before the oldest, only the oldest makes room.
            Task middle = _underWay.ElementAt(options.PublishWindow / 2).Answer;
            await (middle.IsCompleted ? _underWay.Peek().Answer : middle).WaitAsync(cancellationToken).ConfigureAwait(false);
            Settle();
        }

        byte[] json = ClockCorrection.Apply(stored.Json, now);
        Replay said = options.Simulated ? Replay.Simulated : replay;
        json = said == Replay.Live ? json : EnvelopeCodec.WithReplay(json, said);
        var message = new MqttMessage(TopicOf(stored.Kind), json) { ContentType = EnvelopeCodec.ContentType };
        // Not cancelled with the uplink: the client ends what is under way when it is disposed.
        _underWay.Enqueue((broker.PublishAsync(message, CancellationToken.None), stored));
    }

    private void Settle()
    {
        while (_underWay.TryPeek(out var oldest) && oldest.Answer.IsCompleted)
        {
            _underWay.Dequeue();
            if (oldest.Answer.IsCompletedSuccessfully)
            {
                Note(oldest.Answer.Result, oldest.Event);
            }
        }
    }

    private void Note(MqttPublishResult result, StoredEvent stored)
    {
        switch (result.Outcome)
        {
            case MqttPublishOutcome.Accepted:
                alarms.Clear(AlarmCodes.EventRefused, "The broker takes events again.");
                break;
            case MqttPublishOutcome.Refused:
                _refused = true;
                alarms.Raise(AlarmCodes.EventRefused, $"The broker refused a {stored.Kind} event with reason {result.Reason}; delivery pauses and tries again. Check the broker's access list for this device.");
                break;
            case MqttPublishOutcome.Invalid:
                _refused = true;
                alarms.Raise(AlarmCodes.EventUnsendable, $"Event {stored.Key} cannot be sent: {result.Reason}. Check the broker's largest message size.");
                break;
        }
    }

    private string TopicOf(string kind)
    {
        if (!_topics.TryGetValue(kind, out string? topic))
        {
            _topics[kind] = topic = Topics.EventOf(options.Site, kind);
        }

        return topic;
    }
}

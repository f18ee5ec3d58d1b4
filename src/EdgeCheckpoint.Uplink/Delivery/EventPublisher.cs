using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>Hands events to the broker in order, with a bounded number under way. One thread.</summary>
/// <remarks>Answers come in the order of the questions, so one wait for the middle of the window stands for many answers: that keeps a drain fast.</remarks>
internal sealed class EventPublisher(UplinkOptions options, IBroker broker, AlarmLatch alarms, Func<EventTime> now)
{
    private readonly Queue<Sending> _underWay = new();
    private readonly Dictionary<string, string> _topics = [];

    /// <summary>Kinds of events that the broker refuses: an access list may keep out some of them only.</summary>
    private readonly HashSet<string> _refusedKinds = [];
    private bool _refused;
    private int _tooLargeBytes;

    /// <summary>Whether the broker refused an event since the last call.</summary>
    public bool TakeRefused()
    {
        Settle();
        bool refused = _refused;
        _refused = false;
        return refused;
    }

    /// <summary>The oldest event the broker has not answered; null when there is none.</summary>
    public Task? Oldest => _underWay.TryPeek(out Sending oldest) ? oldest.Answer : null;

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

        Send(stored, ClockCorrection.Apply(stored.Json, now), replay, isStandIn: false);
    }

    private void Send(StoredEvent stored, byte[] json, Replay replay, bool isStandIn)
    {
        Replay said = options.Simulated ? Replay.Simulated : replay;
        json = said == Replay.Live ? json : EnvelopeCodec.WithReplay(json, said);
        var message = new MqttMessage(TopicOf(isStandIn ? GapEvent.KindName : stored.Kind), json) { ContentType = EnvelopeCodec.ContentType };
        // Not cancelled with the uplink: the client ends what is under way when it is disposed.
        _underWay.Enqueue(new Sending(broker.PublishAsync(message, CancellationToken.None), stored, replay, isStandIn));
    }

    /// <summary>One event must not hold up all others: in its place goes a gap record under its key. The journal keeps the event as long as any that the district has.</summary>
    private bool TrySendStandIn(Sending sent)
    {
        if (sent.IsStandIn || !EnvelopeCodec.TryDecode(sent.Event.Json, out Envelope envelope, out _) || envelope.Data is GapEvent)
        {
            return false;
        }

        long sequence = sent.Event.Key.Sequence;
        string cause = $"a {sent.Event.Kind} event of {sent.Event.Json.Length} bytes is larger than the broker takes; the kiosk's journal has it until its retention ends";
        _tooLargeBytes = Math.Max(_tooLargeBytes, sent.Event.Json.Length);
        alarms.Raise(AlarmCodes.EventUnsendable, $"Event {sent.Event.Key}: {cause}. Raise the broker's largest message size; to look at the event: checkpointctl outbox export.");
        Send(sent.Event, EnvelopeCodec.Encode(envelope with { Data = new GapEvent(sequence, sequence, cause) }), sent.Replay, isStandIn: true);
        return true;
    }

    private void Settle()
    {
        while (_underWay.TryPeek(out Sending oldest) && oldest.Answer.IsCompleted)
        {
            _underWay.Dequeue();
            if (oldest.Answer.IsCompletedSuccessfully)
            {
                Note(oldest.Answer.Result, oldest);
            }
        }
    }

    private void Note(MqttPublishResult result, Sending sent)
    {
        switch (result.Outcome)
        {
            case MqttPublishOutcome.Accepted when !sent.IsStandIn:
                _refusedKinds.Remove(sent.Event.Kind);
                if (_refusedKinds.Count == 0)
                {
                    alarms.Clear(AlarmCodes.EventRefused, "The broker takes events again.");
                }

                if (sent.Event.Json.Length >= _tooLargeBytes)
                {
                    alarms.Clear(AlarmCodes.EventUnsendable, $"The broker takes events of {sent.Event.Json.Length} bytes.");
                }

                break;
            case MqttPublishOutcome.Refused or MqttPublishOutcome.Invalid when result.Reason == MqttReason.PacketTooLarge && TrySendStandIn(sent):
                break;
            case MqttPublishOutcome.Refused or MqttPublishOutcome.Invalid:
                _refused = true;
                _refusedKinds.Add(sent.Event.Kind);
                alarms.Raise(AlarmCodes.EventRefused, $"The broker does not take a {sent.Event.Kind} event, reason {result.Reason}; delivery pauses and tries again. Check the broker's access list for this device, and what it supports.");
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

    private readonly record struct Sending(Task<MqttPublishResult> Answer, StoredEvent Event, Replay Replay, bool IsStandIn);
}

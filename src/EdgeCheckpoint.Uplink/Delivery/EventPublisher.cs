using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>Hands events to the broker in order, with a bounded number under way.</summary>
internal sealed class EventPublisher(UplinkOptions options, IBroker broker, AlarmLatch alarms) : IDisposable
{
    private readonly SemaphoreSlim _window = new(options.PublishWindow);
    private int _refused;

    /// <summary>Whether the broker refused an event since the last call.</summary>
    public bool TakeRefused() => Interlocked.Exchange(ref _refused, 0) != 0;

    /// <summary>Returns once the window has room and the event is handed over; PUBACK comes later.</summary>
    public async ValueTask SendAsync(StoredEvent stored, Replay replay, CancellationToken cancellationToken)
    {
        await _window.WaitAsync(cancellationToken).ConfigureAwait(false);
        byte[] json = replay == Replay.Live ? stored.Json : EnvelopeCodec.WithReplay(stored.Json, replay);
        var message = new MqttMessage(Topics.EventOf(options.Site, stored.Kind), json) { ContentType = EnvelopeCodec.ContentType };
        _ = CompleteAsync(broker.PublishAsync(message, cancellationToken), stored);
    }

    public void Dispose() => _window.Dispose();

    private async Task CompleteAsync(Task<MqttPublishResult> publish, StoredEvent stored)
    {
        try
        {
            MqttPublishResult result = await publish.ConfigureAwait(false);
            switch (result.Outcome)
            {
                case MqttPublishOutcome.Accepted:
                    alarms.Clear(AlarmCodes.EventRefused, "The broker takes events again.");
                    break;
                case MqttPublishOutcome.Refused:
                    Interlocked.Exchange(ref _refused, 1);
                    alarms.Raise(AlarmCodes.EventRefused, $"The broker refused a {stored.Kind} event with reason {result.Reason}; delivery pauses and tries again. Check the broker's access list for this device.");
                    break;
                case MqttPublishOutcome.Invalid:
                    Interlocked.Exchange(ref _refused, 1);
                    alarms.Raise(AlarmCodes.EventUnsendable, $"Event {stored.Key} cannot be sent: {result.Reason}. Check the broker's largest message size.");
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            // The uplink stops; the event stays in the journal.
        }
        finally
        {
            _window.Release();
        }
    }
}

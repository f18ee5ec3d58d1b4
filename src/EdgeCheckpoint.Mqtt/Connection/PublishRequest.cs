namespace EdgeCheckpoint.Mqtt.Connection;

/// <summary>One publish on its way to an answer.</summary>
internal sealed class PublishRequest(MqttMessage message)
    : TaskCompletionSource<MqttPublishResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private CancellationTokenRegistration _registration;

    internal MqttMessage Message => message;

    /// <summary>Order of first sending, so that what a lost connection left open is sent again in order.</summary>
    internal long Order { get; set; }

    /// <summary>Timestamp of the last sending.</summary>
    internal long SentAt { get; set; }

    internal void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(static (self, token) => ((PublishRequest)self!).TrySetCanceled(token), this);
        }
    }

    internal void Complete(MqttPublishOutcome outcome, MqttReason reason)
    {
        _registration.Unregister();
        TrySetResult(new MqttPublishResult(outcome, reason));
    }
}

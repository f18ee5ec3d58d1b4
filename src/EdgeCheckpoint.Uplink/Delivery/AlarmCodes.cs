namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>Alarms the uplink raises. Stable: dashboards count them.</summary>
public static class AlarmCodes
{
    /// <summary>The broker refused an event; its access list forbids it.</summary>
    public const string EventRefused = "uplink-event-refused";

    /// <summary>An event can never be sent: malformed topic or larger than the broker takes.</summary>
    public const string EventUnsendable = "uplink-event-unsendable";

    /// <summary>The district acknowledged events that were never sent.</summary>
    public const string AckBeyondSent = "uplink-ack-beyond-sent";

    /// <summary>The district acknowledged an epoch this journal does not know.</summary>
    public const string AckUnknownEpoch = "uplink-ack-unknown-epoch";

    /// <summary>A command was refused; cleared by the next one that is carried out.</summary>
    public const string CommandRefused = "uplink-command-refused";

    /// <summary>The broker refused a subscription, so acks or commands do not arrive.</summary>
    public const string SubscriptionRefused = "uplink-subscription-refused";
}

namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>Alarms the uplink raises. Stable: dashboards count them.</summary>
public static class AlarmCodes
{
    /// <summary>The broker refused an event; its access list forbids it. Cleared when it takes one.</summary>
    public const string EventRefused = "uplink-event-refused";

    /// <summary>An event is larger than the broker takes; a gap record went in its place. Cleared when the broker takes one of that size.</summary>
    public const string EventUnsendable = "uplink-event-unsendable";

    /// <summary>The broker refused a status, a reading of health, an answer or another message that is no event. Cleared when it takes each of those topics again.</summary>
    public const string MessageRefused = "uplink-message-refused";

    /// <summary>The district acknowledged events that were never sent. Cleared by the next right ack.</summary>
    public const string AckBeyondSent = "uplink-ack-beyond-sent";

    /// <summary>The district acknowledged an epoch this journal does not know. Cleared by the next right ack.</summary>
    public const string AckUnknownEpoch = "uplink-ack-unknown-epoch";

    /// <summary>Events were sent again and again and no ack came: the district is away, or the broker keeps its acks from this kiosk. Cleared by the next right ack.</summary>
    public const string AckMissing = "uplink-ack-missing";

    /// <summary>A command was refused; cleared by the next one that is carried out.</summary>
    public const string CommandRefused = "uplink-command-refused";

    /// <summary>The broker refused a subscription, so acks or commands do not arrive. Cleared when it grants all.</summary>
    public const string SubscriptionRefused = "uplink-subscription-refused";
}

using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.District.Store;

/// <summary>One message of an <c>evt</c> topic, as far as it could be read.</summary>
/// <param name="Site">Kiosk, as the topic names it; the broker's access list vouches for it.</param>
/// <param name="Topic">Where it arrived.</param>
/// <param name="Payload">As received; kept whole.</param>
/// <param name="ReceivedAt">The district's clock, UTC.</param>
public sealed record IncomingEvent(Site Site, string Topic, ReadOnlyMemory<byte> Payload, DateTimeOffset ReceivedAt)
{
    /// <summary>Its identity; null where not even that was readable, so that it can be kept but not acknowledged.</summary>
    public EventKey? Key { get; init; }

    /// <summary>The event; null where it could not be decoded and goes to quarantine.</summary>
    public Envelope? Envelope { get; init; }

    /// <summary>Why it could not be decoded.</summary>
    public string Error { get; init; } = "";
}

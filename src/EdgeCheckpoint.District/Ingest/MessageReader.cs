using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.District.Store;
using EdgeCheckpoint.Mqtt;

namespace EdgeCheckpoint.District.Ingest;

/// <summary>Turns a message of an <c>evt</c> topic into something that can be stored, whatever it holds.</summary>
public static partial class MessageReader
{
    /// <summary>How far an unreadable payload is searched for its id.</summary>
    private const int IdSearchBytes = 1024;

    public static IncomingEvent Read(Site site, MqttMessage message, DateTimeOffset receivedAt)
    {
        ArgumentNullException.ThrowIfNull(message);
        var incoming = new IncomingEvent(site, message.Topic, message.Payload, receivedAt);
        if (!TryDecode(message.Payload, out Envelope envelope, out string error))
        {
            EventKey? key = FindKey(message.Payload.Span);
            return incoming with { Error = error, Key = key?.Device == site.Device ? key : null };
        }

        // A kiosk speaks for itself only: the topic is what the broker has checked.
        return envelope.Key.Device == site.Device
            ? incoming with { Envelope = envelope, Key = envelope.Key }
            : incoming with { Error = "the id names another device than the topic" };
    }

    private static bool TryDecode(ReadOnlyMemory<byte> payload, out Envelope envelope, out string error)
    {
        try
        {
            return EnvelopeCodec.TryDecode(payload, out envelope, out error);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or FormatException or ArgumentException)
        {
            envelope = null!;
            error = $"'data' does not fit its type: {e.GetType().Name}";
            return false;
        }
    }

    /// <summary>The id of an event that is otherwise unreadable: cut off, or of a type this version does not know.</summary>
    private static EventKey? FindKey(ReadOnlySpan<byte> payload)
    {
        Match match = Id().Match(Encoding.UTF8.GetString(payload[..Math.Min(payload.Length, IdSearchBytes)]));
        return match.Success && EventKey.TryParse(match.Groups[1].Value, out EventKey key) ? key : null;
    }

    [GeneratedRegex("\"id\"\\s*:\\s*\"([A-Za-z0-9._-]{1,64}:[A-Za-z0-9._-]{1,64}:[0-9]{1,18})\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Id();
}

using System.Text;
using System.Text.Json;
using EdgeCheckpoint.Mqtt;

namespace EdgeCheckpoint.District.Ingest;

/// <summary>Takes what it understands from a kiosk's status, info and health, and leaves the rest: a newer kiosk may say more.</summary>
internal static class StatusReader
{
    private static readonly string[] Statuses = ["online", "degraded", "offline"];

    internal static KioskState Read(KioskState kiosk, string channel, string name, MqttMessage message, DateTimeOffset now)
    {
        if (message.Payload.IsEmpty)
        {
            return kiosk;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(message.Payload, new JsonDocumentOptions { MaxDepth = 8 });
            JsonElement root = document.RootElement;
            return (channel, name) switch
            {
                ("status", _) => WithStatus(kiosk, root.ValueKind == JsonValueKind.String ? root.GetString()! : Text(root, "state"), Texts(root, "reasons"), now),
                ("info", _) => kiosk with { Lane = Text(root, "lane"), Software = Text(root, "software") },
                ("tel", "health") => WithHealth(kiosk, root),
                _ => kiosk,
            };
        }
        catch (JsonException)
        {
            // A plain word is a status too.
            return channel == "status" ? WithStatus(kiosk, Encoding.UTF8.GetString(message.Payload.Span).Trim(), [], now) : kiosk;
        }
    }

    private static KioskState WithStatus(KioskState kiosk, string status, IReadOnlyList<string> reasons, DateTimeOffset now) =>
        !Statuses.Contains(status) ? kiosk : kiosk with { Status = status, Reasons = reasons, Since = status == kiosk.Status ? kiosk.Since : now };

    private static KioskState WithHealth(KioskState kiosk, JsonElement root)
    {
        JsonElement queue = Member(root, "queue");
        JsonElement sensors = Member(root, "sensors");
        return kiosk with
        {
            Clock = Text(root, "clock"),
            Queue = Number(queue, "events"),
            QueueSeconds = Number(queue, "oldestSeconds"),
            Sensors = sensors.ValueKind != JsonValueKind.Object
                ? new Dictionary<string, string>()
                : sensors.EnumerateObject().Where(static s => s.Value.ValueKind == JsonValueKind.String).DistinctBy(static s => s.Name)
                    .ToDictionary(static s => s.Name, static s => s.Value.GetString()!),
        };
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) ? member : default;

    private static string Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } member ? member.GetString()! : "";

    private static long? Number(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out long number) ? number : null;

    private static string[] Texts(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Array } member
            ? [.. member.EnumerateArray().Where(static t => t.ValueKind == JsonValueKind.String).Select(static t => t.GetString()!)]
            : [];
}

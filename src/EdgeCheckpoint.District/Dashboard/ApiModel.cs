using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.District.Ingest;
using EdgeCheckpoint.District.Store;

namespace EdgeCheckpoint.District.Dashboard;

/// <summary>One event as the page and other readers get it.</summary>
/// <param name="Id">Position; ask for what comes after it.</param>
/// <param name="Data">The event's own fields, as the kiosk sent them.</param>
internal sealed record ApiEvent(
    long Id, string Checkpoint, string Device, string Epoch, long Sequence, string Kind, string? Verdict,
    DateTimeOffset Time, string Clock, string Replay, DateTimeOffset Received, JsonElement Data)
{
    internal static ApiEvent Of(StoredEvent stored)
    {
        using JsonDocument document = JsonDocument.Parse(stored.Payload);
        return new ApiEvent(
            stored.Id, stored.Site.Checkpoint, stored.Key.Device, stored.Key.Epoch, stored.Key.Sequence, stored.Kind, stored.Verdict,
            stored.Time, Words.Of(stored.Clock), Words.Of(stored.Replay), stored.ReceivedAt,
            document.RootElement.TryGetProperty("data", out JsonElement data) ? data.Clone() : default);
    }
}

/// <param name="Next">Position to go on from.</param>
internal sealed record ApiEvents(IReadOnlyList<ApiEvent> Events, long Next);

/// <summary>One kiosk. <c>State</c> is the status' word, or <c>silent</c> where a kiosk that should be there says nothing.</summary>
internal sealed record ApiKiosk(
    string Checkpoint, string Device, string State, IReadOnlyList<string> Reasons, DateTimeOffset? Since, DateTimeOffset? Seen,
    string Lane, string Software, string Clock, long? Queue, long? QueueSeconds, IReadOnlyDictionary<string, string> Sensors,
    string Epoch, long Watermark, IReadOnlyDictionary<string, long> Today, IReadOnlyList<ActiveAlarm> Alarms)
{
    /// <summary>Three heartbeats of 30 s, and some patience.</summary>
    internal static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(100);

    internal static ApiKiosk Of(KioskState kiosk, DateTimeOffset now) => new(
        kiosk.Site.Checkpoint, kiosk.Site.Device, StateOf(kiosk, now), kiosk.Reasons, kiosk.Since, kiosk.SeenAt,
        kiosk.Lane, kiosk.Software, kiosk.Clock, kiosk.Queue, kiosk.QueueSeconds, kiosk.Sensors,
        kiosk.Epoch, kiosk.Watermark, kiosk.Today, kiosk.Alarms);

    private static string StateOf(KioskState kiosk, DateTimeOffset now) =>
        kiosk.Status is "online" or "degraded" && now - (kiosk.SeenAt ?? DateTimeOffset.MinValue) > SilentAfter ? "silent" : kiosk.Status;
}

internal sealed record ApiKiosks(string District, IReadOnlyList<ApiKiosk> Kiosks);

/// <summary>The listener's own state.</summary>
/// <param name="Broker">Phase of the connection, in lower case.</param>
/// <param name="Detail">Why it is not connected; empty while it is.</param>
/// <param name="StoreFault">Why the store takes nothing; empty while it does.</param>
/// <param name="Refusals">Topics the broker keeps from us, with reasons; empty when none.</param>
internal sealed record ApiListener(
    string District, string Broker, string Detail, string StoreFault, string Refusals, long Events, long Duplicates, long Quarantined);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiEvents))]
[JsonSerializable(typeof(ApiKiosks))]
[JsonSerializable(typeof(ApiListener))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;

/// <summary>The options all of the page's JSON is written with.</summary>
internal static class ApiJson
{
    /// <summary>Chinese stays readable; the characters HTML cares about stay escaped.</summary>
    internal static readonly ApiJsonContext Readable = new(new JsonSerializerOptions(ApiJsonContext.Default.Options) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });
}

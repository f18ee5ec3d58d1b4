using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Contract.Tests;

public sealed class EnvelopeCodecTests
{
    private static readonly EventTime Time = new(new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero), ClockState.Synced, "b1", 4200);

    public static TheoryData<CheckpointEvent> EveryKind() =>
    [
        new ScanEvent
        {
            Verdict = Verdict.Refer,
            Reasons = [Reasons.TemperatureElevated],
            Direction = Direction.In,
            Measurement = new Measurement(38.1, 0.2, "fixed"),
            Credential = new CredentialSummary("ECP1", "personal", "t", "k", true),
        },
        new ScanEvent
        {
            Verdict = Verdict.Pass,
            Reasons = [],
            Direction = Direction.Out,
            Vehicle = new VehicleSummary("77aa", 1, [new OccupantSummary([Reasons.CodeExpired], new Measurement(36.6, 0.2, "fixed"), new CredentialSummary("ECP1", "personal", "t", "k", true))]),
            Versions = new Dictionary<string, string> { ["policy"] = "wuxi/3" },
        },
        new GateEvent("opened", "decision", 7),
        new AlarmEvent("sensor-fault", true, "传感器"),
        new ReportEvent(Time.Wall.AddDays(-1), Time.Wall, new Dictionary<string, long> { ["pass"] = 0 }),
        new GapEvent(3, 12, "journal full"),
    ];

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void What_was_encoded_is_decoded_again(CheckpointEvent data)
    {
        var envelope = new Envelope(new EventKey("kiosk-1", "e1", 12), "ecp/v1/d/c/kiosk-1", Time, Replay.Backfill, data);
        byte[] json = EnvelopeCodec.Encode(envelope);
        Assert.True(EnvelopeCodec.TryDecode(json, out Envelope read, out string error), error);
        Assert.Equal(envelope with { Data = read.Data }, read);
        Assert.Equal(json, EnvelopeCodec.Encode(read));
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("[]", "'id'")]
    [InlineData("""{"id":"a:b:0"}""", "'id'")]
    [InlineData("""{"id":"a:b:1","type":"other"}""", "'type'")]
    [InlineData("""{"id":"a:b:1","type":"ecp.v1.scan","time":"2026-03-01T08:30:00Z","monotonic":"1","clock":"synced","replay":"live"}""", "'data'")]
    public void Unreadable_input_is_named_not_thrown(string json, string expected)
    {
        Assert.False(EnvelopeCodec.TryDecode(Encoding.UTF8.GetBytes(json), out _, out string error));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void Every_field_that_the_schema_requires_is_missed_by_name(CheckpointEvent data)
    {
        ArgumentNullException.ThrowIfNull(data);
        byte[] json = EnvelopeCodec.Encode(new Envelope(new EventKey("kiosk-1", "e1", 12), "ecp/v1/d/c/kiosk-1", Time, Replay.Live, data));
        foreach ((string path, JsonObject schema) in Required(data.Kind))
        {
            foreach (string name in schema["required"]!.AsArray().Select(static n => n!.GetValue<string>()))
            {
                JsonNode changed = JsonNode.Parse(json)!;
                JsonNode? parent = path.Split('.', StringSplitOptions.RemoveEmptyEntries).Aggregate(changed, static (node, level) => node?[level]!);
                if (parent is not JsonObject part || !part.Remove(name))
                {
                    continue;
                }

                Assert.False(EnvelopeCodec.TryDecode(JsonSerializer.SerializeToUtf8Bytes(changed), out _, out string error), $"{path}.{name}");
                Assert.Contains(name is "id" or "type" ? $"'{name}'" : $"'{$"{path}.{name}".TrimStart('.')}'", error, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void Null_is_never_taken_for_what_must_be_there(CheckpointEvent data)
    {
        ArgumentNullException.ThrowIfNull(data);
        byte[] json = EnvelopeCodec.Encode(new Envelope(new EventKey("kiosk-1", "e1", 12), "ecp/v1/d/c/kiosk-1", Time, Replay.Live, data));
        int places = Places(JsonNode.Parse(json)!["data"]!).Count();
        for (int i = 0; i < places; i++)
        {
            JsonNode changed = JsonNode.Parse(json)!;
            JsonNode place = Places(changed["data"]!).ElementAt(i);
            string path = place.GetPath();
            place.ReplaceWith<JsonNode?>(null);
            bool read = EnvelopeCodec.TryDecode(JsonSerializer.SerializeToUtf8Bytes(changed), out _, out string error);
            Assert.True(read ? IsOptional(path) : error.Length > 0, $"{path} was read as null");
        }
    }

    [Theory]
    [InlineData(1, 500)]
    [InlineData(1, 11)]
    [InlineData(13, 12)]
    [InlineData(0, 12)]
    [InlineData(-5, 12)]
    public void A_gap_record_that_speaks_of_other_events_than_those_up_to_its_own_is_refused(long first, long last)
    {
        byte[] json = EnvelopeCodec.Encode(new Envelope(new EventKey("kiosk-1", "e1", 12), "ecp/v1/d/c/kiosk-1", Time, Replay.Live, new GapEvent(first, last, "forged")));
        Assert.False(EnvelopeCodec.TryDecode(json, out _, out string error));
        Assert.Contains("'data'", error, StringComparison.Ordinal);
    }

    /// <summary>Everything inside that could be null.</summary>
    private static IEnumerable<JsonNode> Places(JsonNode node) => node switch
    {
        JsonObject parts => parts.Where(static p => p.Key is not ("kind" or "result")).SelectMany(static p => Places(p.Value!).Prepend(p.Value!)),
        JsonArray items => items.SelectMany(static i => Places(i!).Prepend(i!)),
        _ => [],
    };

    private static bool IsOptional(string path) =>
        path.Split('.')[^1] is "measurement" or "credential" or "vehicle" or "plate" or "told" or "kind" or "token" or "keyId" or "scan";

    /// <summary>Schemas of an envelope's parts, by their path.</summary>
    private static IEnumerable<(string Path, JsonObject Schema)> Required(string kind)
    {
        yield return ("", Schema("envelope"));
        JsonObject data = Schema(kind);
        yield return ("data", data);
        foreach ((string name, JsonNode? part) in data["properties"]!.AsObject().Where(static p => p.Value?["required"] is not null))
        {
            yield return ($"data.{name}", part!.AsObject());
        }
    }

    private static JsonObject Schema(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "schemas", name + ".json")))!.AsObject();
}

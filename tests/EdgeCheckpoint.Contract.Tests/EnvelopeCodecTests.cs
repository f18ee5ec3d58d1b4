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
        new GateEvent("opened", "decision", 7),
        new AlarmEvent("sensor-fault", true, "传感器"),
        new ReportEvent(Time.Wall.AddDays(-1), Time.Wall, new Dictionary<string, long> { ["pass"] = 0 }),
        new GapEvent(3, 9, "journal full"),
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

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeCheckpoint.Contract.Events;

namespace EdgeCheckpoint.Contract;

/// <summary>Envelope to CloudEvents 1.0 structured JSON and back.</summary>
/// <remarks>CloudEvents 1.0.2, JSON event format 1.0.2. Extension attributes: epoch, sequence, boot, monotonic, clock, replay.</remarks>
public static class EnvelopeCodec
{
    public const string ContentType = "application/cloudevents+json";

    /// <summary>CloudEvents type of an event kind.</summary>
    public static string TypeOf(string kind) => TypePrefix + kind;

    private const string TypePrefix = "ecp.v1.";

    /// <summary>Every kind of event, and how it is written.</summary>
    internal static IReadOnlyDictionary<string, JsonTypeInfo> Kinds { get; } = new Dictionary<string, JsonTypeInfo>
    {
        [ScanEvent.KindName] = ContractJson.Context.ScanEvent,
        [GateEvent.KindName] = ContractJson.Context.GateEvent,
        [AlarmEvent.KindName] = ContractJson.Context.AlarmEvent,
        [ReportEvent.KindName] = ContractJson.Context.ReportEvent,
        [GapEvent.KindName] = ContractJson.Context.GapEvent,
        [VisitorEvent.KindName] = ContractJson.Context.VisitorEvent,
        [ShiftEvent.KindName] = ContractJson.Context.ShiftEvent,
        [RecheckEvent.KindName] = ContractJson.Context.RecheckEvent,
        [ReadinessEvent.KindName] = ContractJson.Context.ReadinessEvent,
        [SupplyEvent.KindName] = ContractJson.Context.SupplyEvent,
        [CalibrationEvent.KindName] = ContractJson.Context.CalibrationEvent,
    };

    public static byte[] Encode(Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return EnvelopeWriter.Write(envelope, TypeOf(envelope.Data.Kind), Kinds[envelope.Data.Kind]);
    }

    /// <summary>Changes how an encoded envelope says it travels, without decoding it: a journal keeps it as <c>live</c>, a backlog goes out as <c>backfill</c>.</summary>
    /// <param name="utf8">What <see cref="Encode"/> gave.</param>
    public static byte[] WithReplay(ReadOnlySpan<byte> utf8, Replay replay)
    {
        // No text before this attribute can hold an unescaped quote, so the first occurrence is the attribute.
        ReadOnlySpan<byte> name = "\"replay\":\""u8;
        int start = utf8.IndexOf(name) + name.Length;
        int length = start < name.Length ? -1 : utf8[start..].IndexOf((byte)'"');
        if (length < 0)
        {
            throw new ArgumentException("not an encoded envelope: it has no 'replay'", nameof(utf8));
        }

        return [.. utf8[..start], .. Encoding.UTF8.GetBytes(Words.Of(replay)), .. utf8[(start + length)..]];
    }

    /// <summary>Reads one envelope; on failure <paramref name="error"/> says what is wrong with it, without quoting its values.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> utf8, out Envelope envelope, out string error)
    {
        envelope = null!;
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 16 });
            JsonElement root = document.RootElement;
            if (!EventKey.TryParse(Text(root, "id"), out EventKey key))
            {
                return Fail("'id' is not device:epoch:sequence", out error);
            }

            string type = Text(root, "type");
            if (!type.StartsWith(TypePrefix, StringComparison.Ordinal)
                || !Kinds.TryGetValue(type[TypePrefix.Length..], out JsonTypeInfo? info))
            {
                return Fail("'type' is not known", out error);
            }

            if (RequiredFields.Missing(root, info) is { Count: > 0 } missing)
            {
                return Fail($"{string.Join(", ", missing.Select(static name => $"'{name}'"))} missing", out error);
            }

            if (!DateTimeOffset.TryParse(Text(root, "time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset wall)
                || !long.TryParse(Text(root, "monotonic"), NumberStyles.None, CultureInfo.InvariantCulture, out long monotonic)
                || !Words.TryParse(Text(root, "clock"), out ClockState clock)
                || !Words.TryParse(Text(root, "replay"), out Replay replay))
            {
                return Fail("'time', 'monotonic', 'clock' or 'replay' is not readable", out error);
            }

            if (root.GetProperty("data").Deserialize(info) is not CheckpointEvent body)
            {
                return Fail("'data' is null", out error);
            }

            if (body is GapEvent gap && !gap.Fits(key))
            {
                return Fail("'data' accounts for other events than those up to its own", out error);
            }

            envelope = new Envelope(key, Text(root, "source"), new EventTime(wall, clock, Text(root, "boot"), monotonic), replay, body);
            error = "";
            return true;
        }
        catch (JsonException e)
        {
            return Fail($"not readable as JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine}, path {e.Path}", out error);
        }
    }

    private static string Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    private static bool Fail(string message, out string error)
    {
        error = message;
        return false;
    }
}

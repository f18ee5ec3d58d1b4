using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeCheckpoint.Contract.Events;

namespace EdgeCheckpoint.Contract;

/// <summary>JSON of everything that crosses between kiosk and district: camelCase, enums as kebab-case words, no nulls.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters = [typeof(WordConverter<Verdict>), typeof(WordConverter<Direction>), typeof(WordConverter<ClockState>), typeof(WordConverter<Replay>)])]
[JsonSerializable(typeof(ScanEvent))]
[JsonSerializable(typeof(GateEvent))]
[JsonSerializable(typeof(AlarmEvent))]
[JsonSerializable(typeof(ReportEvent))]
[JsonSerializable(typeof(GapEvent))]
[JsonSerializable(typeof(VisitorEvent))]
[JsonSerializable(typeof(ShiftEvent))]
[JsonSerializable(typeof(RecheckEvent))]
[JsonSerializable(typeof(ReadinessEvent))]
[JsonSerializable(typeof(SupplyEvent))]
[JsonSerializable(typeof(CalibrationEvent))]
[JsonSerializable(typeof(DurableAck))]
internal sealed partial class ContractJsonContext : JsonSerializerContext;

/// <summary>Enums as kebab-case words; an unknown word is an error, not a number.</summary>
internal sealed class WordConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>The one set of options all contract JSON is written with.</summary>
public static class ContractJson
{
    /// <summary>Chinese stays readable on the wire; the characters HTML cares about stay escaped.</summary>
    internal static readonly ContractJsonContext Context = new(new JsonSerializerOptions(ContractJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
    });

    public static byte[] Encode(DurableAck ack) => JsonSerializer.SerializeToUtf8Bytes(ack, Context.DurableAck);

    public static bool TryDecode(ReadOnlySpan<byte> json, out DurableAck ack)
    {
        ack = new DurableAck("", 0);
        try
        {
            DurableAck? read = JsonSerializer.Deserialize(json, Context.DurableAck);
            if (read is not { Epoch.Length: > 0, Sequence: >= 0 })
            {
                return false;
            }

            ack = read;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

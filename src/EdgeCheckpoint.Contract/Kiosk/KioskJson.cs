using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EdgeCheckpoint.Contract.Commands;

namespace EdgeCheckpoint.Contract.Kiosk;

/// <summary>JSON of everything that is not an event: status, info, health, commands and their answers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(WordConverter<KioskState>), typeof(WordConverter<ClockState>), typeof(WordConverter<Direction>)])]
[JsonSerializable(typeof(KioskStatus))]
[JsonSerializable(typeof(KioskInfo))]
[JsonSerializable(typeof(KioskHealth))]
[JsonSerializable(typeof(Command))]
[JsonSerializable(typeof(SignedCommand))]
[JsonSerializable(typeof(CommandResponse))]
[JsonSerializable(typeof(SetModeArguments))]
[JsonSerializable(typeof(OpenGateArguments))]
[JsonSerializable(typeof(UpdateArguments))]
[JsonSerializable(typeof(ReportArguments))]
[JsonSerializable(typeof(NoArguments))]
internal sealed partial class KioskJsonContext : JsonSerializerContext;

/// <summary>Encodes and decodes what is not an event.</summary>
public static class KioskJson
{
    internal static readonly KioskJsonContext Context = new(new JsonSerializerOptions(KioskJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
    });

    public static byte[] Encode(KioskStatus value) => JsonSerializer.SerializeToUtf8Bytes(value, Context.KioskStatus);

    public static byte[] Encode(KioskInfo value) => JsonSerializer.SerializeToUtf8Bytes(value, Context.KioskInfo);

    public static byte[] Encode(KioskHealth value) => JsonSerializer.SerializeToUtf8Bytes(value, Context.KioskHealth);

    public static byte[] Encode(Command value) => JsonSerializer.SerializeToUtf8Bytes(value, Context.Command);

    public static byte[] Encode(SignedCommand value) => JsonSerializer.SerializeToUtf8Bytes(value, Context.SignedCommand);

    public static byte[] Encode(CommandResponse value) => JsonSerializer.SerializeToUtf8Bytes(value, Context.CommandResponse);

    public static KioskStatus? DecodeStatus(ReadOnlySpan<byte> json) => Decode(json, Context.KioskStatus);

    public static KioskInfo? DecodeInfo(ReadOnlySpan<byte> json) => Decode(json, Context.KioskInfo);

    public static KioskHealth? DecodeHealth(ReadOnlySpan<byte> json) => Decode(json, Context.KioskHealth);

    public static Command? DecodeCommand(ReadOnlySpan<byte> json) => Decode(json, Context.Command);

    public static SignedCommand? DecodeSigned(ReadOnlySpan<byte> json) => Decode(json, Context.SignedCommand);

    public static CommandResponse? DecodeResponse(ReadOnlySpan<byte> json) => Decode(json, Context.CommandResponse);

    /// <param name="arguments">Of a command.</param>
    internal static T? DecodeArguments<T>(IReadOnlyDictionary<string, JsonElement> arguments)
        where T : class =>
        Decode(JsonSerializer.SerializeToUtf8Bytes(arguments, Context.IReadOnlyDictionaryStringJsonElement), (JsonTypeInfo<T>)Context.GetTypeInfo(typeof(T))!);

    /// <summary>Null when it is not readable as the type: these are external bytes, and there is nothing to tell apart.</summary>
    private static T? Decode<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

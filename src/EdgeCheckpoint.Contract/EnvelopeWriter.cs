using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EdgeCheckpoint.Contract;

/// <summary>Writes envelopes, those of one thread into one buffer.</summary>
/// <remarks>Stands between a decision and its record, so what is the same in every envelope is encoded once.</remarks>
internal static class EnvelopeWriter
{
    private const int UsualBytes = 1024;

    private static readonly JsonEncodedText
        SpecVersion = JsonEncodedText.Encode("specversion"), One = JsonEncodedText.Encode("1.0"),
        Id = JsonEncodedText.Encode("id"), Source = JsonEncodedText.Encode("source"), Type = JsonEncodedText.Encode("type"), Time = JsonEncodedText.Encode("time"),
        ContentType = JsonEncodedText.Encode("datacontenttype"), Json = JsonEncodedText.Encode("application/json"),
        Epoch = JsonEncodedText.Encode("epoch"), Sequence = JsonEncodedText.Encode("sequence"),
        Boot = JsonEncodedText.Encode("boot"), Monotonic = JsonEncodedText.Encode("monotonic"),
        Clock = JsonEncodedText.Encode("clock"), Replayed = JsonEncodedText.Encode("replay"), Data = JsonEncodedText.Encode("data");

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static byte[] Write(Envelope envelope, string type, JsonTypeInfo data)
    {
        ArrayBufferWriter<byte> buffer = _buffer ??= new ArrayBufferWriter<byte>(UsualBytes);
        Utf8JsonWriter json = _writer ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ContractJson.Context.Options.Encoder });
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteString(SpecVersion, One);
        json.WriteString(Id, envelope.Key.ToString());
        json.WriteString(Source, envelope.Source);
        json.WriteString(Type, type);
        WriteTime(json, envelope.Time.Wall.UtcDateTime);
        json.WriteString(ContentType, Json);
        json.WriteString(Epoch, envelope.Key.Epoch);
        WriteNumber(json, Sequence, envelope.Key.Sequence);
        json.WriteString(Boot, envelope.Time.Boot);
        WriteNumber(json, Monotonic, envelope.Time.MonotonicMs);
        json.WriteString(Clock, Words.Of(envelope.Time.Clock));
        json.WriteString(Replayed, Words.Of(envelope.Replay));
        json.WritePropertyName(Data);
        JsonSerializer.Serialize(json, envelope.Data, data);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteTime(Utf8JsonWriter json, DateTime utc)
    {
        Span<byte> text = stackalloc byte[24];
        utc.TryFormat(text, out int length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        json.WriteString(Time, text[..length]);
    }

    /// <summary>CloudEvents has no 64-bit numbers, so they travel as text.</summary>
    private static void WriteNumber(Utf8JsonWriter json, JsonEncodedText name, long value)
    {
        Span<byte> text = stackalloc byte[20];
        value.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }
}

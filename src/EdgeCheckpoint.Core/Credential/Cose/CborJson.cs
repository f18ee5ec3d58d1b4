using System.Formats.Cbor;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Coding;

namespace EdgeCheckpoint.Core.Credential.Cose;

/// <summary>CBOR as JSON, RFC 8949 section 6.1: bytes become base64url, tags give way to what they tag, undefined is null.</summary>
internal static class CborJson
{
    /// <exception cref="CborContentException">Malformed, nested deeper than <see cref="CborLimits.MaxDepth"/>, or without a JSON form.</exception>
    public static JsonNode? Read(CborReader reader)
    {
        while (reader.PeekState() == CborReaderState.Tag)
        {
            reader.ReadTag();
        }

        return reader.PeekState() switch
        {
            CborReaderState.UnsignedInteger => JsonValue.Create(reader.ReadUInt64()),
            CborReaderState.NegativeInteger => Negative(reader.ReadCborNegativeIntegerRepresentation()),
            CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString => JsonValue.Create(reader.ReadTextString()),
            CborReaderState.ByteString or CborReaderState.StartIndefiniteLengthByteString => JsonValue.Create(Base64UrlText.Encode(reader.ReadByteString())),
            CborReaderState.StartArray => ReadArray(reader),
            CborReaderState.StartMap => ReadMap(reader),
            CborReaderState.Boolean => JsonValue.Create(reader.ReadBoolean()),
            CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat => Number(reader.ReadDouble()),
            _ => Null(reader),
        };
    }

    private static JsonArray ReadArray(CborReader reader)
    {
        JsonArray array = [];
        reader.ReadStartArray();
        CborLimits.CheckDepth(reader);
        while (reader.PeekState() != CborReaderState.EndArray)
        {
            array.Add(Read(reader));
        }

        reader.ReadEndArray();
        return array;
    }

    private static JsonObject ReadMap(CborReader reader)
    {
        JsonObject map = [];
        reader.ReadStartMap();
        CborLimits.CheckDepth(reader);
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            string name = reader.PeekState() switch
            {
                CborReaderState.UnsignedInteger => reader.ReadUInt64().ToString(CultureInfo.InvariantCulture),
                CborReaderState.NegativeInteger => Negative(reader.ReadCborNegativeIntegerRepresentation()).ToJsonString(),
                _ => reader.ReadTextString(),
            };
            if (!map.TryAdd(name, Read(reader)))
            {
                throw new CborContentException("A member occurs twice.");
            }
        }

        reader.ReadEndMap();
        return map;
    }

    /// <summary>CBOR goes down to -2^64, one digit beyond a long.</summary>
    private static JsonValue Negative(ulong minusOneMinus) =>
        minusOneMinus <= long.MaxValue ? JsonValue.Create(-1 - (long)minusOneMinus) : JsonValue.Create(-1 - (decimal)minusOneMinus);

    private static JsonValue Number(double number) =>
        double.IsFinite(number) ? JsonValue.Create(number) : throw new CborContentException("JSON has no such number.");

    private static JsonNode? Null(CborReader reader)
    {
        if (reader.PeekState() == CborReaderState.Null)
        {
            reader.ReadNull();
        }
        else if (reader.ReadSimpleValue() != CborSimpleValue.Undefined)
        {
            throw new CborContentException("JSON has no such value.");
        }

        return null;
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeCheckpoint.Core.Credential.Coding;

/// <summary>JSON in its one canonical form, RFC 8785: members in the order of UTF-16, no white space, numbers as ECMAScript writes them.</summary>
internal static class CanonicalJson
{
    public static byte[] Encode(JsonNode? node)
    {
        ArrayBufferWriter<byte> output = new(1024);
        Write(node, output);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(JsonNode? node, ArrayBufferWriter<byte> output)
    {
        switch (node)
        {
            case null:
                output.Write("null"u8);
                break;
            case JsonObject members:
                WriteObject(members, output);
                break;
            case JsonArray items:
                output.Write("["u8);
                for (int i = 0; i < items.Count; i++)
                {
                    output.Write(i > 0 ? ","u8 : default);
                    Write(items[i], output);
                }

                output.Write("]"u8);
                break;
            default:
                WriteValue(node.AsValue(), output);
                break;
        }
    }

    private static void WriteObject(JsonObject members, ArrayBufferWriter<byte> output)
    {
        output.Write("{"u8);
        bool first = true;
        foreach ((string name, JsonNode? value) in members.OrderBy(static m => m.Key, StringComparer.Ordinal))
        {
            output.Write(first ? default : ","u8);
            first = false;
            WriteText(name, output);
            output.Write(":"u8);
            Write(value, output);
        }

        output.Write("}"u8);
    }

    private static void WriteValue(JsonValue value, ArrayBufferWriter<byte> output)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                WriteText(value.GetValue<string>(), output);
                break;
            case JsonValueKind.Number:
                output.Write(Encoding.ASCII.GetBytes(EcmaNumber.Text(double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture))));
                break;
            default:
                output.Write(value.GetValueKind() == JsonValueKind.True ? "true"u8 : "false"u8);
                break;
        }
    }

    private static void WriteText(string text, ArrayBufferWriter<byte> output)
    {
        StringBuilder escaped = new(text.Length + 2);
        escaped.Append('"');
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\b' => escaped.Append("\\b"),
                '\f' => escaped.Append("\\f"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                < ' ' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => escaped.Append(c),
            };
        }

        output.Write(Encoding.UTF8.GetBytes(escaped.Append('"').ToString()));
    }
}

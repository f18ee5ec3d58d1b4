using System.Text;
using System.Text.Json;

namespace EdgeCheckpoint.Core.Policy.Reading;

/// <summary>Reads JSON and keeps the line and column of every value, for error messages that point.</summary>
internal static class LocatedJson
{
    /// <summary>Largest accepted file; a policy of a hundred rules has about 60 kB.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Reads one document. Comments and trailing commas are errors, as in the signed form.</summary>
    /// <returns>Null when the text is not JSON; <paramref name="issues"/> then says where.</returns>
    public static LocatedNode? Read(ReadOnlySpan<byte> utf8, List<PolicyIssue> issues)
    {
        if (utf8.Length > MaxBytes)
        {
            issues.Add(new PolicyIssue(1, 1, $"the file has {utf8.Length} bytes; at most {MaxBytes} are read"));
            return null;
        }

        if (utf8.StartsWith(Encoding.UTF8.Preamble))
        {
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        }

        var reader = new Utf8JsonReader(utf8);
        try
        {
            var places = new Places();
            reader.Read();
            LocatedNode root = Value(ref reader, places, utf8, issues);
            reader.Read();
            return root;
        }
        catch (JsonException bad)
        {
            issues.Add(Issue(OffsetOf(bad, utf8), utf8, "not JSON: " + Plain(bad.Message)));
            return null;
        }
        catch (InvalidOperationException)
        {
            issues.Add(Issue((int)reader.TokenStartIndex, utf8, "not JSON: a text is not valid UTF-8"));
            return null;
        }
    }

    private static PolicyIssue Issue(int offset, ReadOnlySpan<byte> utf8, string message)
    {
        (int line, int column) = new Places().Of(offset, utf8);
        return new PolicyIssue(line, column, message);
    }

    /// <summary>Where the parser stopped, bytes.</summary>
    private static int OffsetOf(JsonException bad, ReadOnlySpan<byte> utf8)
    {
        int lineStart = 0;
        for (long line = bad.LineNumber ?? 0; line > 0; line--)
        {
            lineStart += utf8[lineStart..].IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Min(lineStart + (bad.BytePositionInLine ?? 0), utf8.Length);
    }

    private static LocatedNode Value(ref Utf8JsonReader reader, Places places, ReadOnlySpan<byte> utf8, List<PolicyIssue> issues)
    {
        (int line, int column) = places.Of((int)reader.TokenStartIndex, utf8);
        switch (reader.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                return new LocatedNode(LocatedKind.Boolean, line, column) { Boolean = reader.TokenType == JsonTokenType.True };
            case JsonTokenType.Number:
                return new LocatedNode(LocatedKind.Number, line, column) { Number = reader.GetDouble() };
            case JsonTokenType.String:
                return new LocatedNode(LocatedKind.Text, line, column) { Text = reader.GetString()! };
            case JsonTokenType.StartArray:
                List<LocatedNode> items = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Value(ref reader, places, utf8, issues));
                }

                return new LocatedNode(LocatedKind.List, line, column) { Items = items };
            case JsonTokenType.StartObject:
                return new LocatedNode(LocatedKind.Object, line, column) { Properties = Members(ref reader, places, utf8, issues) };
            default:
                return new LocatedNode(LocatedKind.Null, line, column);
        }
    }

    private static List<LocatedProperty> Members(ref Utf8JsonReader reader, Places places, ReadOnlySpan<byte> utf8, List<PolicyIssue> issues)
    {
        List<LocatedProperty> members = [];
        HashSet<string> names = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            (int line, int column) = places.Of((int)reader.TokenStartIndex, utf8);
            if (!names.Add(name))
            {
                issues.Add(new PolicyIssue(line, column, $"\"{name}\" stands twice in the same object; keep one"));
            }

            reader.Read();
            members.Add(new LocatedProperty(name, line, column, Value(ref reader, places, utf8, issues)));
        }

        return members;
    }

    /// <summary>The parser's sentence without its own position, which counts from 0.</summary>
    private static string Plain(string message)
    {
        int position = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return position < 0 ? message : message[..position];
    }

    /// <summary>Goes through the text once: it is asked for ascending offsets.</summary>
    private sealed class Places
    {
        private int _offset;
        private int _line = 1;
        private int _column = 1;

        public (int Line, int Column) Of(int offset, ReadOnlySpan<byte> utf8)
        {
            ReadOnlySpan<byte> passed = utf8[_offset..offset];
            if (passed.LastIndexOf((byte)'\n') is >= 0 and var end)
            {
                _line += passed.Count((byte)'\n');
                _column = 1;
                passed = passed[(end + 1)..];
            }

            _column += Encoding.UTF8.GetCharCount(passed);
            _offset = offset;
            return (_line, _column);
        }
    }
}

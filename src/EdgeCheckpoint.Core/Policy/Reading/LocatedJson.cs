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

        try
        {
            var places = new Places(utf8);
            var reader = new Utf8JsonReader(utf8);
            reader.Read();
            LocatedNode root = Value(ref reader, places, utf8, issues);
            reader.Read();
            return root;
        }
        catch (JsonException bad)
        {
            int line = (int)(bad.LineNumber ?? 0) + 1;
            issues.Add(new PolicyIssue(line, (int)(bad.BytePositionInLine ?? 0) + 1, "not JSON: " + Plain(bad.Message)));
            return null;
        }
        catch (InvalidOperationException)
        {
            issues.Add(new PolicyIssue(1, 1, "not JSON: a text is not valid UTF-8"));
            return null;
        }
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
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            (int line, int column) = places.Of((int)reader.TokenStartIndex, utf8);
            if (members.Exists(m => m.Name == name))
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

    /// <summary>Byte offsets at which lines begin.</summary>
    private sealed class Places
    {
        private readonly List<int> _lineStarts = [0];

        public Places(ReadOnlySpan<byte> utf8)
        {
            for (int i = 0; i < utf8.Length; i++)
            {
                if (utf8[i] == (byte)'\n')
                {
                    _lineStarts.Add(i + 1);
                }
            }
        }

        public (int Line, int Column) Of(int offset, ReadOnlySpan<byte> utf8)
        {
            int index = _lineStarts.BinarySearch(offset);
            int line = index >= 0 ? index : ~index - 1;
            int column = Encoding.UTF8.GetCharCount(utf8[_lineStarts[line]..offset]);
            return (line + 1, column + 1);
        }
    }
}

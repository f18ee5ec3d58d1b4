using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>JSON as people write it by hand: comments and trailing commas are allowed, and every mistake is told with its line and column, from 1.</summary>
internal static class ConfigurationJson
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <returns>Null when the text is no JSON object; the problems then say where.</returns>
    public static JsonObject? Read(ReadOnlySpan<byte> utf8, List<string> problems)
    {
        utf8 = utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
        try
        {
            FindTwins(utf8, problems);
            if (problems.Count > 0)
            {
                return null;
            }

            var reader = new Utf8JsonReader(utf8, Lenient);
            if (JsonNode.Parse(ref reader) is JsonObject json)
            {
                return json;
            }

            problems.Add("1:1: must be an object { ... }");
        }
        catch (JsonException e)
        {
            problems.Add(Sentence(e));
        }
        catch (InvalidOperationException)
        {
            problems.Add("1:1: is not JSON: a text is not valid UTF-8");
        }

        return null;
    }

    /// <summary>The parser's mistake with its place, which the parser counts from 0.</summary>
    public static string Sentence(JsonException e)
    {
        string message = e.Message;
        foreach (string place in (string[])[" Path:", " LineNumber:"])
        {
            int at = message.IndexOf(place, StringComparison.Ordinal);
            message = at < 0 ? message : message[..at];
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(e.LineNumber ?? 0) + 1}:{(e.BytePositionInLine ?? 0) + 1}: is not JSON: {message}");
    }

    /// <summary>Names that stand twice in one object; upper and lower case are the same, as they are for every key.</summary>
    private static void FindTwins(ReadOnlySpan<byte> utf8, List<string> problems)
    {
        var reader = new Utf8JsonReader(utf8, Lenient);
        var names = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    names.Push(new HashSet<string>(StringComparer.OrdinalIgnoreCase));
                    break;
                case JsonTokenType.EndObject:
                    names.Pop();
                    break;
                case JsonTokenType.PropertyName when !names.Peek().Add(reader.GetString()!):
                    ReadOnlySpan<byte> before = utf8[..(int)reader.TokenStartIndex];
                    int column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
                    problems.Add(string.Create(
                        CultureInfo.InvariantCulture, $"{before.Count((byte)'\n') + 1}:{column}: \"{reader.GetString()}\" stands twice in the same object; keep one"));
                    break;
            }
        }
    }
}

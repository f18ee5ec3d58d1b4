namespace EdgeCheckpoint.Kiosk.Visitors;

/// <summary>A registration as a text that a visitor fills in on the own phone, with no network, and shows back as a code.</summary>
/// <remarks>
/// First <c>ECV1</c>, then <c>word=content</c>, each on a line of its own or after a semicolon. Words in Chinese or English,
/// equals sign, colon and semicolon in either width. The kiosk shows the empty text as a QR code; any scanner shows it as text to copy.
/// </remarks>
internal static class VisitorText
{
    internal const string Prefix = "ECV1";

    /// <summary>A longer text is refused unread.</summary>
    internal const int MaxCharacters = 1_000;

    private static readonly Dictionary<string, string> FieldOfWord =
        VisitorRecord.Fields.SelectMany(static f => f.Value.Select(word => (word, f.Key))).ToDictionary(static p => p.word, static p => p.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>The empty text of a language.</summary>
    internal static string Template(string language)
    {
        bool chinese = language.StartsWith("zh", StringComparison.Ordinal);
        return string.Join('\n', VisitorRecord.Fields.Values.Select(words => (chinese ? words[0] : words[^1]) + "=").Prepend(Prefix));
    }

    internal static bool IsOne(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <param name="problems">Names of fields that need another look, or words that are not known; never contents.</param>
    internal static bool TryParse(string text, out VisitorRecord record, out IReadOnlyList<string> problems)
    {
        record = null!;
        problems = ["text"];
        if (text.Length > MaxCharacters || !IsOne(text))
        {
            return false;
        }

        var fields = new Dictionary<string, string>();
        foreach (string part in text[Prefix.Length..].Split(['\n', '\r', ';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int at = part.IndexOfAny(['=', '＝', ':', '：']);
            if (at < 1)
            {
                continue;
            }

            if (FieldOfWord.TryGetValue(part[..at].Trim(), out string? field) && !fields.TryAdd(field, part[(at + 1)..]))
            {
                problems = [field];
                return false;
            }
        }

        return VisitorRecord.TryCreate(fields, out record, out problems);
    }
}

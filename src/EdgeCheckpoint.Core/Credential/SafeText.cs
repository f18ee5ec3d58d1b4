using System.Globalization;
using System.Text;

namespace EdgeCheckpoint.Core.Credential;

/// <summary>Text from a code, made fit to be shown or logged: composed (NFC), with everything invisible made visible.</summary>
public static class SafeText
{
    /// <summary>Longer text is cut, and the cut shown.</summary>
    public const int MaxCharacters = 256;

    /// <summary>Control, formatting, bidirectional, private and unpaired characters appear as <c>‹U+202E›</c>; nothing else changes but composition.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string cut = text.Length > MaxCharacters ? text[..MaxCharacters] : text;
        StringBuilder visible = new(cut.Length);
        Span<char> buffer = stackalloc char[2];
        foreach (Rune rune in Composed(cut).EnumerateRunes())
        {
            if (IsInvisible(rune))
            {
                visible.Append(CultureInfo.InvariantCulture, $"‹U+{rune.Value:X4}›");
            }
            else
            {
                visible.Append(buffer[..rune.EncodeToUtf16(buffer)]);
            }
        }

        return text.Length > MaxCharacters ? visible.Append('…').ToString() : visible.ToString();
    }

    /// <summary>JSON, composed as any other text, in which invisible characters are escaped: the same value for a program, harmless for a terminal.</summary>
    /// <param name="json">Well-formed JSON on one line; such characters occur only inside its strings, and nothing outside them composes.</param>
    public static string OfJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        StringBuilder visible = new(json.Length);
        Span<char> buffer = stackalloc char[2];
        foreach (Rune rune in Composed(json).EnumerateRunes())
        {
            foreach (char c in buffer[..rune.EncodeToUtf16(buffer)])
            {
                _ = IsInvisible(rune) ? visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : visible.Append(c);
            }
        }

        return visible.ToString();
    }

    /// <summary>Unpaired surrogates, which cannot be composed, become U+FFFD first.</summary>
    private static string Composed(string text)
    {
        StringBuilder paired = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            paired.Append(rune.ToString());
        }

        return paired.ToString().Normalize(NormalizationForm.FormC);
    }

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        _ => false,
    };
}

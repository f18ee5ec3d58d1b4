using System.Collections.Frozen;
using System.Text.Json;

namespace EdgeCheckpoint.Contract;

/// <summary>The wire word of every value of an enum, and back: <c>TooLow</c> is <c>too-low</c>.</summary>
public static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.Word[value];

    public static bool TryParse<T>(string word, out T value)
        where T : struct, Enum => Table<T>.Value.TryGetValue(word, out value);

    private static class Table<T>
        where T : struct, Enum
    {
        internal static readonly FrozenDictionary<T, string> Word =
            Enum.GetValues<T>().ToFrozenDictionary(static v => v, static v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()));

        internal static readonly FrozenDictionary<string, T> Value =
            Word.ToFrozenDictionary(static p => p.Value, static p => p.Key, StringComparer.Ordinal);
    }
}

using System.Text.Json;
using EdgeCheckpoint.Kiosk.Screen;

namespace EdgeCheckpoint.Kiosk.Operator;

/// <summary>Texts of the operators' page in one language; a word without a text stands for itself, so that sites may have items of their own.</summary>
internal sealed class OperatorTexts
{
    private readonly Dictionary<string, string> _texts;

    private OperatorTexts(string language, Dictionary<string, string> texts) => (Language, _texts) = (language, texts);

    internal string Language { get; }

    internal string this[string word] => _texts.GetValueOrDefault(word, word);

    internal IEnumerable<string> Words => _texts.Keys;

    /// <summary>Chinese for Chinese screens, English otherwise.</summary>
    internal static OperatorTexts Of(string language)
    {
        string file = language.StartsWith("zh", StringComparison.Ordinal) ? "zh-CN" : "en";
        byte[] json = ScreenAssets.Read($"operator/{file}.json")!;
        return new OperatorTexts(file, JsonSerializer.Deserialize(json, Visitors.VisitorJsonContext.Default.DictionaryStringString)!);
    }
}

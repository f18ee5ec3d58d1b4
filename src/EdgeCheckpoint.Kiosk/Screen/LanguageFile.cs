using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Kiosk.Configuration;

namespace EdgeCheckpoint.Kiosk.Screen;

/// <summary>All texts of one language: one JSON file.</summary>
/// <remarks>Dropping <c>{tag}.json</c> into the language folder adds a language; <see cref="Missing"/> says what a file lacks.</remarks>
public sealed partial record LanguageFile
{
    /// <summary>Tag after BCP 47, such as <c>zh-CN</c>; the name of the file.</summary>
    public required string Language { get; init; }

    /// <summary>The language's own name for itself.</summary>
    public required string Name { get; init; }

    /// <summary><c>ltr</c> or <c>rtl</c>.</summary>
    public string Direction { get; init; } = "ltr";

    /// <summary>Text of each <see cref="ScreenPage"/> by its word.</summary>
    public required IReadOnlyDictionary<string, string> Pages { get; init; }

    /// <summary>Text of each <see cref="Prompt"/> by its word.</summary>
    public required IReadOnlyDictionary<string, string> Prompts { get; init; }

    /// <summary>Word of each <see cref="Verdict"/>.</summary>
    public required IReadOnlyDictionary<string, string> Verdicts { get; init; }

    /// <summary>Sentence of each reason code; <c>other</c> stands for codes that only the policy knows.</summary>
    public required IReadOnlyDictionary<string, string> Reasons { get; init; }

    /// <summary>Everything else the pages say.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Keys that the built-in file of reference has and this one lacks; empty when it is complete.</summary>
    public IReadOnlyList<string> Missing()
    {
        List<string> missing = [];
        Lacks("pages", Pages, Enum.GetValues<ScreenPage>().Select(static p => Words.Of(p)));
        Lacks("prompts", Prompts, Enum.GetValues<Prompt>().Select(static p => Words.Of(p)));
        Lacks("verdicts", Verdicts, Enum.GetValues<Verdict>().Select(static v => Words.Of(v)));
        Lacks("reasons", Reasons, ReasonCodes.All.Append("other"));
        Lacks("labels", Labels, ScreenLabels.All);
        return missing;

        void Lacks(string table, IReadOnlyDictionary<string, string> texts, IEnumerable<string> keys) =>
            missing.AddRange(keys.Where(k => !texts.TryGetValue(k, out string? text) || text.Length == 0).Select(k => $"{table}.{k}"));
    }

    /// <summary>Loads a language: a file in the folder wins over the built-in one.</summary>
    /// <remarks>A reason without a sentence does not keep a kiosk from starting: the sentence of <c>other</c> stands in.</remarks>
    /// <param name="folder">Folder of further files; empty for none.</param>
    public static bool TryLoad(string language, string folder, out LanguageFile file, out string problem)
    {
        file = null!;
        if (!Tag().IsMatch(language))
        {
            problem = "it is not a language tag such as zh-CN or en.";
            return false;
        }

        string path = folder.Length > 0 ? Path.Combine(folder, language + ".json") : "";
        try
        {
            byte[]? json = File.Exists(path) ? File.ReadAllBytes(path) : ScreenAssets.Read($"lang/{language}.json");
            if (json is null)
            {
                problem = $"there is no {language}.json; put one into the language folder.";
                return false;
            }

            LanguageFile? read = JsonSerializer.Deserialize(json, ScreenJsonContext.Default.LanguageFile);
            if (read is null || read.Language != language)
            {
                problem = $"{language}.json must say \"language\": \"{language}\".";
                return false;
            }

            file = read;
            string[] missing = [.. read.Missing().Where(static k => !k.StartsWith("reasons.", StringComparison.Ordinal) || k == "reasons.other")];
            problem = missing.Length == 0 ? "" : $"{language}.json lacks {string.Join(", ", missing)}.";
            return missing.Length == 0;
        }
        catch (JsonException e)
        {
            problem = $"{language}.json:{ConfigurationJson.Sentence(e)}";
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"{path} cannot be read: {e.Message}";
            return false;
        }
    }

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
    private static partial Regex Tag();
}

using EdgeCheckpoint.Kiosk.Sound;

namespace EdgeCheckpoint.Kiosk.Screen;

/// <summary>What the site decides about its screen. Texts themselves stand in the language files.</summary>
public sealed class ScreenOptions
{
    public const string Section = "screen";

    /// <summary>One or two languages by their tag; the first is set large, the second smaller below it.</summary>
    public string[] Languages { get; set; } = ["zh-CN", "en"];

    /// <summary>Folder with further <c>{tag}.json</c> language files, or with own versions of the built-in ones; empty for none.</summary>
    public string LanguageFolder { get; set; } = "";

    /// <summary>Name of the site by language tag; shown at the top of every page.</summary>
    public Dictionary<string, string> SiteName { get; set; } = [];

    /// <summary>The site's own notice by language tag; shown on the idle page.</summary>
    public Dictionary<string, string> Notice { get; set; } = [];

    /// <summary>Version of the privacy notice; shown with it and carried by every event.</summary>
    public string PrivacyVersion { get; set; } = "1";

    /// <summary>Whether a person sees the own reading. Default true.</summary>
    public bool ShowTemperature { get; set; } = true;

    /// <summary>Whether a person sees the camera's picture as a mirror while standing in front of it. Default true.</summary>
    public bool ShowCamera { get; set; } = true;

    /// <summary>Whether a person sees the thermal picture while being measured. Default true.</summary>
    public bool ShowThermal { get; set; } = true;

    /// <summary>What the kiosk lets hear.</summary>
    public SoundOptions Sound { get; set; } = new();

    /// <summary>Everything that is wrong, each sentence naming its key; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (Languages.Length is < 1 or > 2)
        {
            problems.Add($"{Section}:languages: must name one or two languages, such as [\"zh-CN\", \"en\"].");
        }

        if (LanguageFolder.Length > 0 && !Directory.Exists(LanguageFolder))
        {
            problems.Add($"{Section}:languageFolder: {LanguageFolder} is not a folder.");
            return problems;
        }

        foreach (string language in Languages)
        {
            if (!LanguageFile.TryLoad(language, LanguageFolder, out _, out string problem))
            {
                problems.Add($"{Section}:languages: names {language}: {problem}");
            }
        }

        return problems;
    }
}

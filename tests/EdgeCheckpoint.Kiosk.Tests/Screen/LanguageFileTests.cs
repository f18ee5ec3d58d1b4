using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.KioskTests.Screen;

public sealed class LanguageFileTests
{
    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public void A_built_in_language_has_a_text_for_everything(string language)
    {
        Assert.True(LanguageFile.TryLoad(language, "", out LanguageFile file, out string problem), problem);
        Assert.Empty(file.Missing());
        Assert.All(Enum.GetValues<ScreenPage>(), page => Assert.NotEmpty(file.Pages[Words.Of(page)]));
        Assert.All(Enum.GetValues<Prompt>(), prompt => Assert.NotEmpty(file.Prompts[Words.Of(prompt)]));
        Assert.All(Enum.GetValues<Verdict>(), verdict => Assert.NotEmpty(file.Verdicts[Words.Of(verdict)]));
        Assert.All([Reasons.TemperatureElevated, Reasons.CodeForged, Reasons.StaffOverride], reason => Assert.Contains(reason, ReasonCodes.All));
        Assert.All(ReasonCodes.All, reason => Assert.NotEmpty(file.Reasons[reason]));
    }

    [Fact]
    public void A_file_that_lacks_a_text_says_which()
    {
        using var folder = new TemporaryFolder();
        string complete = System.Text.Encoding.UTF8.GetString(ScreenAssets.Read("lang/en.json")!);
        File.WriteAllText(folder.File("en.json"), complete.Replace("\"hold-still\": \"Hold still\",", "", StringComparison.Ordinal));
        Assert.False(LanguageFile.TryLoad("en", folder.Path, out _, out string problem));
        Assert.Contains("prompts.hold-still", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_without_a_sentence_does_not_keep_the_screen_dark()
    {
        using var folder = new TemporaryFolder();
        string complete = System.Text.Encoding.UTF8.GetString(ScreenAssets.Read("lang/en.json")!);
        File.WriteAllText(folder.File("en.json"), complete.Replace("\"too-far\": \"Too far away\",", "", StringComparison.Ordinal));
        Assert.True(LanguageFile.TryLoad("en", folder.Path, out LanguageFile file, out string problem), problem);
        Assert.Equal("reasons.too-far", Assert.Single(file.Missing()));
    }

    [Fact]
    public void Dropping_in_a_file_adds_a_language()
    {
        using var folder = new TemporaryFolder();
        string complete = System.Text.Encoding.UTF8.GetString(ScreenAssets.Read("lang/en.json")!);
        File.WriteAllText(folder.File("fr.json"), complete.Replace("\"language\": \"en\"", "\"language\": \"fr\"", StringComparison.Ordinal));
        var options = new ScreenOptions { Languages = ["fr", "zh-CN"], LanguageFolder = folder.Path };
        Assert.Empty(options.Problems());
    }

    [Fact]
    public void Every_problem_names_its_key_and_all_come_at_once()
    {
        var options = new ScreenOptions { Languages = ["xx", "../../etc/passwd", "en"] };
        IReadOnlyList<string> problems = options.Problems();
        Assert.Equal(3, problems.Count);
        Assert.All(problems, problem => Assert.StartsWith("screen:languages: ", problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("zh-CN", "红码", "黄码", "绿码", "核酸", "阳性", "发烧", "发热")]
    [InlineData("en", "red", "yellow", "green", "fever", "positive", "test", "vaccin", "infect")]
    public void No_text_tells_bystanders_of_a_persons_health(string language, params string[] words)
    {
        Assert.True(LanguageFile.TryLoad(language, "", out LanguageFile file, out string problem), problem);
        IEnumerable<string> texts = new[] { file.Pages, file.Prompts, file.Verdicts, file.Reasons }.SelectMany(static t => t.Values);
        texts = texts.Concat(ReadyPolicies.Names.Select(ReadyPolicies.Load).SelectMany(policy => policy.RuleIds.Select(id => policy.Find(id)!.Texts.GetValueOrDefault(language, ""))));
        Assert.All(texts, text => Assert.DoesNotContain(
            text.Split([' ', ':', ',', '.'], StringSplitOptions.RemoveEmptyEntries),
            part => words.Any(w => language == "en" ? part.StartsWith(w, StringComparison.OrdinalIgnoreCase) : part.Contains(w, StringComparison.Ordinal))));
    }
}

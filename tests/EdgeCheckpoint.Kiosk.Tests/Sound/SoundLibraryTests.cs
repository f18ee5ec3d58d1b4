using System.Diagnostics;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Kiosk.Sound;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.KioskTests.Sound;

public sealed class SoundLibraryTests
{
    [Fact]
    public void Without_a_folder_the_tones_are_there()
    {
        SoundLibrary library = SoundLibrary.Load("/nowhere");
        Assert.Equal(Tone.All.Count, library.Names.Count());
        Assert.Empty(library.LeftOut);
    }

    [Fact]
    public void A_file_of_the_site_replaces_a_tone_and_anything_odd_is_left_out_with_a_reason()
    {
        using var folder = new TemporaryFolder();
        byte[] own = Tone.Wav([new Note(440, 500)]);
        foreach (string name in new[] { "tones/pass.wav", "fr/prompt-hold-still.wav", "zh-CN/reason-code-forged.wav", "zh-CN/prompt-show-code.wav" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
            File.WriteAllBytes(folder.File(name), own);
        }

        File.WriteAllText(folder.File("fr/page-idle.wav"), new string('x', 100));
        File.WriteAllBytes(folder.File("zh-CN/prompt-show-code.wav"), new byte[SoundLibrary.MaxBytes + 1]);
        SoundLibrary library = SoundLibrary.Load(folder.Path);
        Assert.Equal(own, library.Find("tones/pass.wav"));
        Assert.Equal(own, library.Find("fr/prompt-hold-still.wav"));
        Assert.Equal(3, library.LeftOut.Count);
        Assert.Null(library.Find("zh-CN/reason-code-forged.wav"));
        Assert.Null(library.Find("../../../etc/passwd"));
    }

    [NeedsFact(program: "espeak-ng jq")]
    public async Task The_script_speaks_every_prompt_and_verdict_in_both_languages()
    {
        using var folder = new TemporaryFolder();
        using Process script = Process.Start(Path.Combine(Repository.Root, "scripts", "build-sounds.sh"), [folder.Path]);
        await script.WaitForExitAsync();
        Assert.Equal(0, script.ExitCode);
        SoundLibrary library = SoundLibrary.Load(folder.Path);
        Assert.Empty(library.LeftOut);
        foreach (string language in new[] { "zh-CN", "en" })
        {
            IEnumerable<string> names = Enum.GetValues<Prompt>().Select(static p => "prompt-" + Words.Of(p))
                .Concat(Enum.GetValues<Verdict>().Select(static v => "verdict-" + Words.Of(v)));
            Assert.All(names, name => Assert.True(library.Find($"{language}/{name}.wav")?.Length > 10_000, $"{language}/{name}.wav"));
        }
    }

    [Theory]
    [InlineData(12, 80)]
    [InlineData(21, 80)]
    [InlineData(22, 30)]
    [InlineData(0, 30)]
    [InlineData(6, 30)]
    [InlineData(7, 80)]
    public void The_night_is_quieter_across_midnight(int hour, int percent) =>
        Assert.Equal(percent, new SoundOptions().VolumeAt(TimeSpan.FromHours(hour)));

    [Fact]
    public void An_unset_clock_counts_as_day_and_an_empty_night_never_comes()
    {
        Assert.Equal(80, new SoundOptions { NightVolumePercent = 0 }.VolumeAt(null));
        var never = new SoundOptions { NightFrom = TimeSpan.FromHours(3), NightUntil = TimeSpan.FromHours(3) };
        Assert.All(Enumerable.Range(0, 24), hour => Assert.Equal(80, never.VolumeAt(TimeSpan.FromHours(hour))));
    }
}

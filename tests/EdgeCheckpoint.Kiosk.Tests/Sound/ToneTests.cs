using System.Buffers.Binary;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Kiosk.Sound;

namespace EdgeCheckpoint.KioskTests.Sound;

public sealed class ToneTests
{
    [Fact]
    public void Every_verdict_has_a_melody_of_its_own()
    {
        string[] verdicts = [.. Enum.GetValues<Verdict>().Select(static v => Words.Of(v))];
        Assert.All(verdicts, verdict => Assert.True(Tone.All.ContainsKey(verdict), verdict));
        string[] rhythms = [.. verdicts.Select(static v => string.Join(' ', Tone.All[v].Select(static n => (n.Hertz > 0 ? "note" : "rest") + n.Milliseconds)))];
        Assert.Equal(rhythms.Length, rhythms.Distinct().Count());
        string[] melodies = [.. verdicts.Select(static v => string.Join(' ', Tone.All[v].Where(static n => n.Hertz > 0).Select(static n => n.Hertz)))];
        Assert.Equal(melodies.Length, melodies.Distinct().Count());
    }

    [Fact]
    public void Pass_rises_and_deny_falls()
    {
        Assert.True(Tone.All["pass"][0].Hertz < Tone.All["pass"][^1].Hertz);
        Assert.True(Tone.All["deny"][0].Hertz > Tone.All["deny"][^1].Hertz);
    }

    [Fact]
    public void A_tone_is_a_whole_wav_file_that_neither_clips_nor_clicks()
    {
        foreach ((string name, Note[] notes) in Tone.All)
        {
            byte[] wav = Tone.Wav(notes);
            Assert.Equal("RIFF"u8.ToArray(), wav[..4]);
            Assert.Equal(wav.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(4)));
            Assert.Equal(wav.Length - 44, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(40)));
            short[] samples = [.. Enumerable.Range(0, (wav.Length - 44) / 2).Select(i => BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(44 + (i * 2))))];
            Assert.True(samples.Max(static s => Math.Abs((int)s)) is > 12_000 and < 30_000, name);
            Assert.True(samples.Zip(samples.Skip(1)).Max(static p => Math.Abs(p.First - p.Second)) < 14_000, $"{name} clicks");
            Assert.True(Math.Abs((int)samples[0]) < 300 && Math.Abs((int)samples[^1]) < 1_000, $"{name} starts or ends with a click");
        }
    }
}

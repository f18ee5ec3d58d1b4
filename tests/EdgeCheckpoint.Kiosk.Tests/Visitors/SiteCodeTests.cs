using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Qr;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Kiosk.Visitors;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.KioskTests.Visitors;

public sealed class SiteCodeTests
{
    private static readonly Site Gate = new("wx01", "gate-3", "ecp-0042");
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(static i => (byte)i)];
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 10, TimeSpan.Zero);

    [Theory]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(-30, true)]
    [InlineData(61, false)]
    [InlineData(-61, false)]
    [InlineData(86_400, false)]
    public void A_code_is_worth_something_only_while_it_stands(int secondsLater, bool worth) =>
        Assert.Equal(worth, SiteCode.TryVerify(SiteCode.At(Gate, Now, Secret), Now.AddSeconds(secondsLater), Secret, out _));

    [Fact]
    public void The_code_tells_where_it_was_shown()
    {
        Assert.True(SiteCode.TryVerify(SiteCode.At(Gate, Now, Secret), Now, Secret, out Site site));
        Assert.Equal(Gate, site);
    }

    [Fact]
    public void A_changed_site_step_or_proof_and_another_secret_are_refused()
    {
        string code = SiteCode.At(Gate, Now, Secret);
        string[] forged =
        [
            code.Replace("gate-3", "gate-4", StringComparison.Ordinal), code[..^1] + (code[^1] == '0' ? '1' : '0'), code[..^1], code + "0",
            "", "ECD1:", "ECD1:a/b:1:2", code.ToUpperInvariant(), SiteCode.At(Gate, Now, new byte[32]),
            code.Replace($":{SiteCode.StepAt(Now)}:", $":{SiteCode.StepAt(Now) + 1}:", StringComparison.Ordinal),
        ];
        Assert.All(forged, text => Assert.False(SiteCode.TryVerify(text, Now, Secret, out _), text));
    }

    [NeedsFact(library: "libcheckpoint_vision.so")]
    public void The_drawn_path_reads_back_as_the_code()
    {
        string code = SiteCode.At(Gate, Now, Secret);
        ScreenCode drawn = QrPath.Of(QrWriter.Encode(code));
        using var reader = new QrReader();
        Assert.Equal(code, Assert.Single(reader.Decode(Rasterise(drawn, 6).Image(drawn.Side * 6))).Text);
    }

    [NeedsFact(library: "libcheckpoint_vision.so")]
    public void The_screen_has_a_new_code_every_half_minute_and_none_without_a_clock()
    {
        var time = new SteppedTime(Now);
        ClockState clock = ClockState.Synced;
        var hub = new ScreenHub(time);
        using ScreenListener listener = hub.TryListen()!;
        using var codes = new SiteCodeClock(hub, Gate, Secret, "", time, () => clock);
        var seen = new List<string>();
        for (int second = 0; second < 90; second++, time.Advance(TimeSpan.FromSeconds(1)))
        {
            codes.Turn();
            List<byte[]> frames = [];
            listener.Take(frames);
            seen.AddRange(frames.Select(System.Text.Encoding.UTF8.GetString));
        }

        Assert.Equal(4, seen.Count); // steps begin at :00 and :30; from :10 on that is the first and three more
        Assert.Equal(4, seen.Distinct().Count());
        clock = ClockState.Unset;
        codes.Turn();
        List<byte[]> last = [];
        listener.Take(last);
        Assert.Contains("\"side\":0", System.Text.Encoding.UTF8.GetString(Assert.Single(last)), StringComparison.Ordinal);
    }

    private static byte[] Rasterise(ScreenCode code, int scale)
    {
        int side = code.Side * scale;
        byte[] pixels = new byte[side * side];
        Array.Fill(pixels, (byte)255);
        foreach (string run in code.Path.Split('M', StringSplitOptions.RemoveEmptyEntries))
        {
            int[] numbers = [.. run.Split([' ', 'h', 'v', 'z', '-'], StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
            for (int y = numbers[1] * scale; y < (numbers[1] + 1) * scale; y++)
            {
                Array.Fill(pixels, (byte)0, (y * side) + (numbers[0] * scale), numbers[2] * scale);
            }
        }

        return pixels;
    }
}

internal static class Pixels
{
    internal static GrayImage Image(this byte[] pixels, int side) => new(pixels, side, side, side);
}

using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Native.Vision;
using EdgeCheckpoint.Hardware.Qr;
using EdgeCheckpoint.Simulation.Qr;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Qr;

public sealed class QrVideoTests
{
    private const string Text = "HC1:6BFOXN%TSMAHN-HJTK6.Q837FEMYV6:D4PA3-36PHNOIMWU47O0I9CZK9JBW9LOQHIZC4.OI1RM8ZA*LPJX29+KCFF-+K*LPH*AA:GA.DL.ABN";

    [NeedsTheory(library: VisionNative.Library)]
    [InlineData(PhoneScene.Steady)]
    [InlineData(PhoneScene.Tilted)]
    [InlineData(PhoneScene.Glare)]
    [InlineData(PhoneScene.Focus)]
    [InlineData(PhoneScene.Dark)]
    public void A_phone_held_up_is_read(PhoneScene scene)
    {
        using var reader = new QrReader(new QrReaderOptions { Deadline = TimeSpan.Zero });
        Assert.Contains(Text, new PhoneVideo(scene, seed: 3, 640, 480, Code()).Play().SelectMany(f => reader.Decode(f.Picture.Image)).Select(static c => c.Text));
    }

    [NeedsFact(library: VisionNative.Library)]
    public void Several_pictures_show_what_no_single_one_does()
    {
        using var single = new QrReader(new QrReaderOptions { Deadline = TimeSpan.Zero, Accumulate = false });
        using var video = new QrReader(new QrReaderOptions { Deadline = TimeSpan.Zero });
        var codes = new List<DecodedCode>();
        foreach (PhoneFrame frame in new PhoneVideo(PhoneScene.Blinded, seed: 1, 640, 480, Code()).Play().Take(35))
        {
            Assert.Empty(single.Decode(frame.Picture.Image));
            codes.AddRange(video.Decode(frame.Picture.Image));
        }

        Assert.NotEmpty(codes);
        Assert.All(codes, static code => Assert.Equal(Text, code.Text));
        Assert.True(codes[0].Pictures > 1);
    }

    [NeedsFact(library: VisionNative.Library)]
    public void Pictures_of_different_codes_are_never_mixed()
    {
        using var reader = new QrReader(new QrReaderOptions { Deadline = TimeSpan.Zero });
        QrMatrix[] matrices = [.. Enumerable.Range(0, 6).Select(static i => QrWriter.Encode(Text[..^2] + i.ToString("00", System.Globalization.CultureInfo.InvariantCulture)))];
        PhoneFrame[][] videos = [.. matrices.Select(static (m, i) => new PhoneVideo(PhoneScene.Blinded, seed: i + 1, 640, 480, m).Play().Skip(10).Take(8).ToArray())];
        for (int frame = 0; frame < 8; frame++)
        {
            foreach (PhoneFrame[] video in videos)
            {
                Assert.All(reader.Decode(video[frame].Picture.Image), static code => Assert.StartsWith(Text[..^2], code.Text, StringComparison.Ordinal));
            }
        }
    }

    [NeedsFact(library: VisionNative.Library)]
    public void The_same_seed_gives_the_same_recording()
    {
        PhoneFrame first = new PhoneVideo(PhoneScene.Glare, seed: 9, 320, 240, Code()).Play().ElementAt(5);
        PhoneFrame again = new PhoneVideo(PhoneScene.Glare, seed: 9, 320, 240, Code()).Play().ElementAt(5);
        Assert.True(first.Picture.Pixels.SequenceEqual(again.Picture.Pixels));
    }

    private static QrMatrix Code() => QrWriter.Encode(Text, QrErrorCorrection.Medium);
}

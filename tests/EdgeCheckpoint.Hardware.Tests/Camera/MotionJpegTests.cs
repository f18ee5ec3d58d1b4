using System.Diagnostics;
using EdgeCheckpoint.Hardware.Camera;
using EdgeCheckpoint.Hardware.Native;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Camera;

public sealed class MotionJpegTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [NeedsFact(program: "ffmpeg", library: "libturbojpeg.so.0")]
    public void Pictures_are_cut_out_and_a_damaged_one_is_left_out()
    {
        byte[] jpeg = Jpeg(160, 120);
        byte[] damaged = [.. jpeg[..(jpeg.Length / 2)], 0xFF, 0xD9];
        CollectingSink sink = new();
        using MotionJpegParser parser = new(sink, 4096);
        foreach (byte[] part in ((byte[])[.. jpeg, .. damaged, .. jpeg]).Chunk(1000))
        {
            Assert.Equal(StreamFault.None, parser.Take(part));
        }

        Assert.True(parser.BetweenPictures);
        Assert.Equal((2, 1), (sink.Pictures.Count, sink.Skipped));
        Assert.Equal(160 * 120, sink.Pictures[0].Pixels.Length);
        Assert.Equal(sink.Pictures[0].Pixels, sink.Pictures[1].Pixels);
    }

    [NeedsTheory(program: "ffmpeg", library: "libturbojpeg.so.0")]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xFF, 0, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x0D, 0x0A })]
    public void Padding_between_pictures_is_stepped_over(byte[] padding)
    {
        byte[] jpeg = Jpeg(160, 120);
        CollectingSink sink = new();
        using MotionJpegParser parser = new(sink, 4096);
        foreach (byte[] part in ((byte[])[.. jpeg, .. padding, .. jpeg, .. padding, .. jpeg]).Chunk(7))
        {
            Assert.Equal(StreamFault.None, parser.Take(part));
        }

        Assert.Equal((3, 0), (sink.Pictures.Count, sink.Skipped));
    }

    [NeedsFact(library: "libturbojpeg.so.0")]
    public void Padding_without_end_is_a_fault()
    {
        using MotionJpegParser parser = new(new CollectingSink(), 4096);
        StreamFault fault = StreamFault.None;
        for (int i = 0; i < 100 && fault == StreamFault.None; i++)
        {
            fault = parser.Take(new byte[4096]);
        }

        Assert.Equal(StreamFault.NotTheFormat, fault);
    }

    [NeedsFact(program: "ffmpeg", library: "libturbojpeg.so.0")]
    public async Task A_camera_that_changes_its_size_is_started_again_and_the_new_size_taken()
    {
        File.WriteAllBytes(_folder.File("small.jpg"), Jpeg(160, 120));
        File.WriteAllBytes(_folder.File("large.jpg"), Jpeg(320, 240));
        string script = $"cd {_folder.Path}; if [ -e changed ]; then while :; do cat large.jpg; sleep 0.05; done; fi; cat small.jpg; touch changed; cat large.jpg; sleep 100";
        await using ProcessFrameSource source = ProcessFrameSource.Start(ShellCamera.Shell(script, PictureFormat.MotionJpeg), ShellCamera.Impatient, TimeProvider.System);
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(20));
        int width = 0;
        while (width != 320)
        {
            using Core.Ports.GrayFrame frame = await source.ReadAsync(patience.Token);
            width = frame.Width;
        }

        Assert.Contains("changed their size", source.Health.Fault, StringComparison.Ordinal);
    }

    [NeedsFact(program: "ffmpeg", library: "libturbojpeg.so.0")]
    public void A_picture_beyond_the_limit_is_a_fault()
    {
        using MotionJpegParser parser = new(new CollectingSink(), longestSide: 100);
        Assert.Equal(StreamFault.TooLarge, parser.Take(Jpeg(160, 120)));
    }

    [NeedsFact(library: "libturbojpeg.so.0")]
    public void A_picture_without_an_end_does_not_grow_for_ever()
    {
        using MotionJpegParser parser = new(new CollectingSink(), 4096);
        Assert.Equal(StreamFault.None, parser.Take([0xFF, 0xD8, 0xFF, 0xDA, 0x00, 0x02]));
        byte[] entropy = new byte[1 << 20];
        StreamFault fault = StreamFault.None;
        for (int i = 0; i < 20 && fault == StreamFault.None; i++)
        {
            fault = parser.Take(entropy);
        }

        Assert.Equal(StreamFault.TooLarge, fault);
    }

    [NeedsFact(program: "ffmpeg", library: "libturbojpeg.so.0")]
    public void The_decoder_tells_what_is_wrong()
    {
        byte[] jpeg = Jpeg(160, 120);
        byte[] pixels = new byte[160 * 120];
        using JpegDecoder decoder = new();
        Assert.Equal(JpegFault.None, decoder.ReadSize(jpeg, out int width, out int height));
        Assert.Equal((160, 120), (width, height));
        Assert.Equal(JpegFault.None, decoder.Decode(jpeg, pixels, 160, 120, 160));
        Assert.Equal(JpegFault.Damaged, decoder.Decode(jpeg.AsSpan(0, jpeg.Length / 2), pixels, 160, 120, 160));
        Assert.Equal(JpegFault.NotJpeg, decoder.ReadSize("not a picture"u8, out width, out _));
        Assert.Equal(0, width);
        Assert.Throws<ArgumentOutOfRangeException>(() => decoder.Decode(jpeg, new byte[100], 160, 120, 160));
    }

    private byte[] Jpeg(int width, int height)
    {
        string file = _folder.File("made.jpg");
        using Process ffmpeg = Process.Start("ffmpeg", ["-nostdin", "-loglevel", "error", "-y", "-f", "lavfi", "-i", $"testsrc2=size={width}x{height}", "-frames:v", "1", "-q:v", "4", file]);
        ffmpeg.WaitForExit();
        Assert.Equal(0, ffmpeg.ExitCode);
        return File.ReadAllBytes(file);
    }
}

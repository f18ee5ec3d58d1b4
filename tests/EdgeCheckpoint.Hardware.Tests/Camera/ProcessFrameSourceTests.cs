using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Camera;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Camera;

public sealed class ProcessFrameSourceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Pictures_come_in_order_with_their_time()
    {
        await using ProcessFrameSource source = Start(ShellCamera.Steady);
        using GrayFrame first = await Read(source);
        using GrayFrame second = await Read(source);
        Assert.Equal((ShellCamera.Width, ShellCamera.Height), (first.Width, first.Height));
        Assert.Equal(ShellCamera.Width * ShellCamera.Height, first.Image.Pixels.Length);
        Assert.True(second.At > first.At);
        Assert.True(source.Health.Delivering);
    }

    [Fact]
    public async Task The_newest_wins_and_what_nobody_took_is_counted()
    {
        await using ProcessFrameSource source = Start(ShellCamera.HangsAfter(50), ShellCamera.Impatient with { Stall = TimeSpan.FromMinutes(1) });
        await Until(() => source.Health.Frames == 50);
        using GrayFrame newest = await Read(source);
        Assert.Equal(49, source.Health.Dropped);
    }

    [Fact]
    public async Task A_camera_that_hangs_is_killed_and_started_again()
    {
        await using ProcessFrameSource source = Start(ShellCamera.HangsAfter(2));
        await Until(() => source.Health.Restarts >= 2);
        Assert.Contains("no picture for", source.Health.Fault, StringComparison.Ordinal);
        Assert.True(source.Health.Frames >= 4);
    }

    [Fact]
    public async Task A_camera_that_never_begins_is_killed_and_started_again()
    {
        await using ProcessFrameSource source = Start(ShellCamera.Shell("sleep 1000"), ShellCamera.Impatient with { FirstPicture = TimeSpan.FromMilliseconds(300) });
        await Until(() => source.Health.Restarts >= 1);
        Assert.Contains("after the start", source.Health.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_camera_that_dies_is_started_again_and_its_last_words_are_kept_without_passwords()
    {
        await using ProcessFrameSource source = Start(ShellCamera.DiesAfter(1, "rtsp://user:secret@camera/1: refused"));
        await Until(() => source.Health.Restarts >= 1);
        Assert.Equal("sh ended: rtsp://***@camera/1: refused; ended with status 3", source.Health.Fault);
    }

    [Fact]
    public async Task Half_a_picture_is_never_given()
    {
        await using ProcessFrameSource source = Start(ShellCamera.HalfAPicture);
        await Until(() => source.Health.Restarts >= 3);
        Assert.StartsWith("sh ended in the middle of a picture", source.Health.Fault, StringComparison.Ordinal);
        Assert.True(source.Health.Frames <= source.Health.Restarts + 1);
    }

    [Fact]
    public async Task A_flood_is_cut_off()
    {
        await using ProcessFrameSource source = Start(ShellCamera.Floods, ShellCamera.Impatient with { PicturesPerSecond = 100 });
        await Until(() => source.Health.Restarts >= 1);
        Assert.Contains("more than 100 pictures in a second", source.Health.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Junk_is_cut_off()
    {
        await using ProcessFrameSource source = Start(ShellCamera.Junk);
        await Until(() => source.Health.Restarts >= 1);
        Assert.Contains("does not write Yuv4Mpeg", source.Health.Fault, StringComparison.Ordinal);
        Assert.Equal(0, source.Health.Frames);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named()
    {
        await using ProcessFrameSource source = Start(new CameraCommand("no-such-camera-program", [], PictureFormat.Yuv4Mpeg));
        await Until(() => source.Health.Restarts >= 1);
        Assert.Contains("no-such-camera-program: not found", source.Health.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_the_camera_outlives_its_source()
    {
        string mark = $"camera-{Guid.NewGuid():N}";
        await using (ProcessFrameSource source = Start(ShellCamera.Named(mark)))
        {
            using GrayFrame frame = await Read(source);
            Assert.NotEmpty(Processes.With(mark));
        }

        await Until(() => Processes.With(mark).Count == 0);
    }

    [Fact]
    public async Task Not_even_a_stubborn_grandchild_outlives_a_restart()
    {
        string mark = $"camera-{Guid.NewGuid():N}";
        await using ProcessFrameSource source = Start(ShellCamera.WithStubbornChild(mark), ShellCamera.Impatient with { FirstBackoff = TimeSpan.FromMinutes(1), LongestBackoff = TimeSpan.FromMinutes(1) });
        await Until(() => source.Health.Fault.Length > 0);
        await Until(() => Processes.With(mark).Count == 0);
    }

    [Fact]
    public async Task Reading_from_a_closed_source_fails_at_once()
    {
        ProcessFrameSource source = Start(ShellCamera.Steady);
        await source.DisposeAsync();
        await Assert.ThrowsAsync<System.Threading.Channels.ChannelClosedException>(async () => await Read(source));
    }

    [Fact]
    public async Task A_picture_given_back_cannot_be_looked_at()
    {
        await using ProcessFrameSource source = Start(ShellCamera.Steady);
        GrayFrame frame = await Read(source);
        frame.Dispose();
        frame.Dispose();
        Assert.Throws<ObjectDisposedException>(() => frame.Image.Width);
    }

    [NeedsFact(program: "ffmpeg", library: "libturbojpeg.so.0")]
    public async Task Jpeg_pictures_from_ffmpeg_are_decoded()
    {
        CameraCommand command = new(
            "ffmpeg",
            ["-nostdin", "-loglevel", "error", "-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=15", "-c:v", "mjpeg", "-q:v", "3", "-flush_packets", "1", "-f", "mjpeg", "-"],
            PictureFormat.MotionJpeg);
        await using ProcessFrameSource source = ProcessFrameSource.Start(command, new CameraLimits(), TimeProvider.System);
        using GrayFrame frame = await Read(source);
        Assert.Equal((320, 240), (frame.Width, frame.Height));
        Assert.True(frame.Image.Pixels.ToArray().Distinct().Count() > 50);
    }

    private static ProcessFrameSource Start(CameraCommand command, CameraLimits? limits = null) =>
        ProcessFrameSource.Start(command, limits ?? ShellCamera.Impatient, TimeProvider.System);

    private static async Task<GrayFrame> Read(ProcessFrameSource source)
    {
        using CancellationTokenSource patience = new(Patience);
        return await source.ReadAsync(patience.Token);
    }

    private static async Task Until(Func<bool> condition)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
        }
    }
}

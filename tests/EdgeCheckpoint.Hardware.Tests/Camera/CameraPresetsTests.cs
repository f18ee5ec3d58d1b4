using System.Diagnostics;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Camera;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Camera;

public sealed class CameraPresetsTests
{
    [Theory]
    [InlineData(1280, 1280)]
    [InlineData(640, 640)]
    [InlineData(800, 832)]
    [InlineData(2028, 2048)]
    public void Rows_of_a_ribbon_camera_are_padded_to_64_bytes(int width, int stride)
    {
        CameraCommand command = CameraPresets.Command(new CameraOptions { Width = width, Height = 600 });
        Assert.Equal((PictureFormat.RawYuv420, width, 600, stride), (command.Format, command.Width, command.Height, command.Stride));
        Assert.Equal("rpicam-vid", command.Program);
    }

    [Theory]
    [InlineData(CameraSource.UsbJpeg, "/dev/video0")]
    [InlineData(CameraSource.Usb, "/dev/video0")]
    public void Without_a_device_the_first_is_taken(CameraSource source, string device) =>
        Assert.Contains(device, CameraPresets.Command(new CameraOptions { Source = source }).Arguments);

    [Fact]
    public void Every_source_has_a_command_that_keeps_further_arguments()
    {
        foreach (CameraSource source in Enum.GetValues<CameraSource>())
        {
            CameraOptions options = new() { Source = source, Device = "there", Program = "own", Arguments = ["--further"] };
            Assert.Empty(options.Validate());
            Assert.Contains("--further", CameraPresets.Command(options).Arguments);
        }
    }

    [Fact]
    public void Everything_wrong_is_said_at_once_with_its_key()
    {
        CameraOptions options = new() { Source = CameraSource.Rtsp, Width = 10, Height = 121, FramesPerSecond = 0, StallSeconds = 0, Stride = 3 };
        string[] keys = [.. options.Validate().Select(static fault => fault.Split(' ')[0])];
        Assert.Equal(["camera:width", "camera:height", "camera:framesPerSecond", "camera:stallSeconds", "camera:stride", "camera:device"], keys);
    }

    [NeedsTheory(program: "ffmpeg")]
    [InlineData(CameraSource.File)]
    [InlineData(CameraSource.Folder)]
    [InlineData(CameraSource.Picture)]
    public async Task Recordings_play_in_the_size_that_was_asked_for(CameraSource kind)
    {
        using TemporaryFolder folder = new();
        string video = folder.File("video.avi");
        Run("-f", "lavfi", "-i", "testsrc2=size=320x240:rate=15", "-frames:v", "10", "-c:v", "mjpeg", video);
        Directory.CreateDirectory(folder.File("pictures"));
        Run("-i", video, Path.Combine(folder.File("pictures"), "%03d.png"));
        string device = kind switch
        {
            CameraSource.File => video,
            CameraSource.Folder => folder.File("pictures"),
            _ => Path.Combine(folder.File("pictures"), "001.png"),
        };
        bool scales = kind != CameraSource.Picture;
        CameraOptions options = new() { Source = kind, Device = device, Width = scales ? 160 : 320, Height = scales ? 120 : 240 };
        await using ProcessFrameSource source = ProcessFrameSource.Start(CameraPresets.Command(options), options.Limits(), TimeProvider.System);
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        for (int i = 0; i < 12; i++)
        {
            using GrayFrame frame = await source.ReadAsync(patience.Token);
            Assert.Equal((options.Width, options.Height), (frame.Width, frame.Height));
        }

        Assert.Equal("", source.Health.Fault);
    }

    private static void Run(params string[] arguments)
    {
        using Process ffmpeg = Process.Start("ffmpeg", ["-nostdin", "-loglevel", "error", "-y", .. arguments]);
        ffmpeg.WaitForExit();
        Assert.Equal(0, ffmpeg.ExitCode);
    }
}

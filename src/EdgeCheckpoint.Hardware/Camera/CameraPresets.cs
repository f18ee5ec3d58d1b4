using System.Globalization;

namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>Turns settings into a command line.</summary>
/// <remarks>
/// ffmpeg writes YUV4MPEG2 because its marks show a lost byte at once; <c>-flush_packets 1</c> keeps the end of a picture from waiting for the next one.
/// Live inputs are probed as little as possible: what is probed is buffered, and a buffer is delay.
/// </remarks>
public static class CameraPresets
{
    private static readonly string[] Live = ["-fflags", "nobuffer", "-flags", "low_delay", "-probesize", "32768", "-analyzeduration", "0"];

    /// <param name="options">Valid ones; see <see cref="CameraOptions.Validate"/>.</param>
    public static CameraCommand Command(CameraOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string rate = Text(options.FramesPerSecond);
        string size = $"{options.Width}x{options.Height}";
        string device = options.Device;
        string[] paced = ["-vf", $"fps={rate},scale={options.Width}:{options.Height}"];
        return options.Source switch
        {
            CameraSource.RaspberryPi => RaspberryPi(options),
            CameraSource.UsbJpeg => new CameraCommand(
                "ffmpeg",
                [.. Quiet, .. Live, "-f", "v4l2", "-input_format", "mjpeg", "-framerate", rate, "-video_size", size, "-i", Video(device), .. options.Arguments, "-c:v", "copy", "-flush_packets", "1", "-f", "mjpeg", "-"],
                PictureFormat.MotionJpeg),
            CameraSource.Usb => FFmpeg(options, [.. Live, "-f", "v4l2", "-framerate", rate, "-video_size", size, "-i", Video(device)], ["-fps_mode", "passthrough"]),
            CameraSource.Rtsp => FFmpeg(options, [.. Live, "-rtsp_transport", "tcp", "-timeout", "2000000", "-i", device], paced),
            CameraSource.Http => FFmpeg(options, [.. Live, "-rw_timeout", "2000000", "-i", device], paced),
            CameraSource.File => FFmpeg(options, ["-re", "-stream_loop", "-1", "-i", device], paced),
            CameraSource.Folder => FFmpeg(options, ["-re", "-loop", "1", "-framerate", rate, "-f", "image2", "-pattern_type", "glob", "-i", Path.Combine(device, "*.*")], ["-vf", $"scale={options.Width}:{options.Height}"]),
            CameraSource.Picture => FFmpeg(options, ["-probesize", "32", "-analyzeduration", "0", "-fpsprobesize", "0", "-threads", "1", "-re", "-loop", "1", "-framerate", rate, "-f", "image2", "-pattern_type", "none", "-i", device], ["-threads", "1"]),
            CameraSource.Program => new CameraCommand(options.Program, options.Arguments, options.Format)
            {
                Width = options.Width,
                Height = options.Height,
                Stride = options.Stride,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Source, "no such camera source"),
        };
    }

    private static readonly string[] Quiet = ["-nostdin", "-hide_banner", "-loglevel", "error"];

    private static CameraCommand FFmpeg(CameraOptions options, string[] input, string[] filter) => new(
        "ffmpeg",
        [.. Quiet, .. input, "-an", .. filter, .. options.Arguments, "-pix_fmt", "gray", "-strict", "-1", "-flush_packets", "1", "-f", "yuv4mpegpipe", "-"],
        PictureFormat.Yuv4Mpeg);

    /// <summary>The board's image processor pads rows to multiples of 64 bytes and rpicam-vid writes the padding too.</summary>
    private static CameraCommand RaspberryPi(CameraOptions options) => new(
        "rpicam-vid",
        ["--nopreview", "--verbose", "0", "--timeout", "0", "--camera", options.Device.Length == 0 ? "0" : options.Device, "--width", Text(options.Width), "--height", Text(options.Height), "--framerate", Text(options.FramesPerSecond), "--codec", "yuv420", "--flush", .. options.Arguments, "--output", "-"],
        PictureFormat.RawYuv420)
    {
        Width = options.Width,
        Height = options.Height,
        Stride = (options.Width + 63) / 64 * 64,
    };

    private static string Video(string device) => device.Length == 0 ? "/dev/video0" : device;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

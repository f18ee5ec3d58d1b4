using EdgeCheckpoint.Hardware.Camera;

namespace EdgeCheckpoint.Hardware.Tests.Camera;

/// <summary>Cameras written in a line of shell, each broken in its own way.</summary>
internal static class ShellCamera
{
    public const int Width = 64;
    public const int Height = 32;

    private const string Header = "printf 'YUV4MPEG2 W64 H32 Cmono\\n'; ";

    /// <summary>One picture of 2,048 bytes with its mark.</summary>
    private const string Picture = "{ printf 'FRAME\\n'; head -c 2048 /dev/zero; }; ";

    /// <summary>A picture every 20 ms for ever.</summary>
    public static CameraCommand Steady { get; } = Shell(Header + "while :; do " + Picture + "sleep 0.02; done");

    public static CameraCommand HangsAfter(int pictures) => Shell(Header + Times(pictures) + "sleep 1000");

    public static CameraCommand DiesAfter(int pictures, string lastWords) => Shell(Header + Times(pictures) + $"echo '{lastWords}' >&2; exit 3");

    public static CameraCommand HalfAPicture { get; } = Shell(Header + Picture + "printf 'FRAME\\n'; head -c 1000 /dev/zero");

    public static CameraCommand Floods { get; } = Shell(Header + "head -c 20540000 /dev/zero | tr '\\0' '\\1' > /dev/null; yes \"$(printf 'FRAME\\n%02048d' 0 | head -c 2053)\"");

    public static CameraCommand Junk { get; } = Shell("cat /dev/urandom");

    /// <summary>Starts a grandchild that ignores polite signals and outlives its parent.</summary>
    public static CameraCommand WithStubbornChild(string mark) => Shell($"sh -c 'trap \"\" TERM HUP INT PIPE; while :; do sleep 0.1; done' {mark} & " + Header + Picture + "exit 0");

    public static CameraCommand Named(string mark) => new("sh", ["-c", Header + "while :; do " + Picture + "sleep 0.02; done", mark], PictureFormat.Yuv4Mpeg);

    public static CameraCommand Shell(string script, PictureFormat format = PictureFormat.Yuv4Mpeg) => new("sh", ["-c", script], format);

    public static CameraLimits Impatient { get; } = new()
    {
        FirstPicture = TimeSpan.FromSeconds(3),
        Stall = TimeSpan.FromMilliseconds(400),
        FirstBackoff = TimeSpan.FromMilliseconds(10),
        LongestBackoff = TimeSpan.FromMilliseconds(50),
        PicturesPerSecond = 2000,
    };

    private static string Times(int pictures) => $"i=0; while [ $i -lt {pictures} ]; do {Picture}i=$((i+1)); done; ";
}

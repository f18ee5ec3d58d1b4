namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>The camera as the kiosk's settings describe it.</summary>
public sealed record CameraOptions
{
    public const string Section = "camera";

    /// <summary>Where pictures come from.</summary>
    public CameraSource Source { get; init; } = CameraSource.RaspberryPi;

    /// <summary>Device, address, file or folder; for <see cref="CameraSource.RaspberryPi"/> the camera's number. Empty: the first camera.</summary>
    public string Device { get; init; } = "";

    /// <summary>Picture width, pixels, 160 to 4096. Multiples of 64 spare the board's cameras padding.</summary>
    public int Width { get; init; } = 1280;

    /// <summary>Picture height, pixels, 120 to 4096, even.</summary>
    public int Height { get; init; } = 720;

    /// <summary>Pictures per second, 1 to 60.</summary>
    public int FramesPerSecond { get; init; } = 15;

    /// <summary>Further arguments for the program, before its output: exposure, focus, rotation.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Only for <see cref="CameraSource.Program"/>: the program; <see cref="Arguments"/> are all its arguments.</summary>
    public string Program { get; init; } = "";

    /// <summary>Only for <see cref="CameraSource.Program"/>: what it writes.</summary>
    public PictureFormat Format { get; init; } = PictureFormat.Yuv4Mpeg;

    /// <summary>Only for raw formats of <see cref="CameraSource.Program"/>: bytes from row to row, 0 for the width.</summary>
    public int Stride { get; init; }

    /// <summary>Seconds without a picture after which the camera is started again, 0.5 to 60.</summary>
    public double StallSeconds { get; init; } = 2;

    /// <summary>Everything wrong with these settings, each with its key; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        Check(faults, Width is >= 160 and <= 4096, "width", $"is {Width}; use 160 to 4096");
        Check(faults, Height is >= 120 and <= 4096 && Height % 2 == 0, "height", $"is {Height}; use an even number from 120 to 4096");
        Check(faults, FramesPerSecond is >= 1 and <= 60, "framesPerSecond", $"is {FramesPerSecond}; use 1 to 60");
        Check(faults, StallSeconds is >= 0.5 and <= 60, "stallSeconds", $"is {StallSeconds}; use 0.5 to 60");
        Check(faults, Stride == 0 || Stride >= Width, "stride", $"is {Stride}, less than the width; use 0 or at least {Width}");
        bool needsDevice = Source is CameraSource.Rtsp or CameraSource.Http or CameraSource.File or CameraSource.Folder or CameraSource.Picture;
        Check(faults, !needsDevice || Device.Length > 0, "device", $"is empty; {Source} needs an address or a path");
        Check(faults, Source != CameraSource.Program || Program.Length > 0, "program", "is empty; source Program needs one");
        return faults;
    }

    public CameraLimits Limits() => new() { Stall = TimeSpan.FromSeconds(StallSeconds) };

    private static void Check(List<string> faults, bool right, string key, string problem)
    {
        if (!right)
        {
            faults.Add($"{Section}:{key} {problem}");
        }
    }
}

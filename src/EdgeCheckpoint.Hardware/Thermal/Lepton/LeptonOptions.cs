namespace EdgeCheckpoint.Hardware.Thermal.Lepton;

/// <summary>How the camera sends temperatures.</summary>
public enum LeptonResolution
{
    /// <summary>0.01 K a count: up to 382 °C, high gain.</summary>
    Hundredth,

    /// <summary>0.1 K a count: low gain, coarse.</summary>
    Tenth,
}

/// <summary>A Lepton 3.5 behind a USB board that shows it as a camera of 16-bit pixels, such as a PureThermal.</summary>
public sealed record LeptonOptions
{
    /// <summary>The video device; a path under /dev/v4l/by-id stays the same when it is plugged in again. Default /dev/video0.</summary>
    public string Device { get; init; } = "/dev/video0";

    /// <summary>What the board was set to; it must have TLinear on. Default hundredth.</summary>
    public LeptonResolution Resolution { get; init; }

    internal float KelvinPerCount => Resolution == LeptonResolution.Tenth ? 0.1f : 0.01f;
}

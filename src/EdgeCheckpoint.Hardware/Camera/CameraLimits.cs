namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>When a camera counts as broken, and how it is started again.</summary>
public sealed record CameraLimits
{
    /// <summary>From the start of the process to its first picture.</summary>
    public TimeSpan FirstPicture { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Between two pictures; longer is a hang.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>More pictures than this in one second are a flood.</summary>
    public int PicturesPerSecond { get; init; } = 240;

    /// <summary>Wider or higher pictures are refused.</summary>
    public int LongestSide { get; init; } = 4096;

    /// <summary>Wait before the first restart; doubles with every restart that follows soon.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait before a restart. Below two seconds, so that a camera plugged in again is found at once.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromMilliseconds(1600);

    /// <summary>A run that delivered for so long makes the next wait the first one again.</summary>
    public TimeSpan Healthy { get; init; } = TimeSpan.FromSeconds(10);
}

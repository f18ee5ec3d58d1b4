namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>How long to wait before the camera is started again.</summary>
internal sealed class Backoff(CameraLimits limits)
{
    private TimeSpan _next = limits.FirstBackoff;

    /// <param name="delivered">How long the run that ended had lasted, zero when it gave no picture.</param>
    internal TimeSpan Next(TimeSpan delivered)
    {
        TimeSpan wait = delivered >= limits.Healthy ? limits.FirstBackoff : _next;
        _next = wait * 2 < limits.LongestBackoff ? wait * 2 : limits.LongestBackoff;
        return wait;
    }
}

namespace EdgeCheckpoint.Hardware.Thermal;

/// <summary>Waiting on a given clock.</summary>
internal static class Pause
{
    /// <summary>Returns after the duration, or at once when cancelled.</summary>
    public static void For(TimeSpan duration, TimeProvider time, CancellationToken cancellationToken)
    {
        if (duration > TimeSpan.Zero)
        {
            Task.Delay(duration, time, cancellationToken).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(CancellationToken.None);
        }
    }
}

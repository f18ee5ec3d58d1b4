namespace EdgeCheckpoint.Hardware.Thermal;

/// <summary>Waiting on a given clock.</summary>
internal static class Pause
{
    /// <summary>Returns after the duration, rounded up to milliseconds, or at once when cancelled.</summary>
    public static void For(TimeSpan duration, TimeProvider time, CancellationToken cancellationToken)
    {
        if (duration > TimeSpan.Zero)
        {
            // Timers round down to whole milliseconds; a wait that ends too early turns a bounded loop into a spinning one.
            TimeSpan whole = TimeSpan.FromMilliseconds(Math.Ceiling(duration.TotalMilliseconds));
            Task.Delay(whole, time, cancellationToken).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(CancellationToken.None);
        }
    }
}

namespace EdgeCheckpoint.District.Ingest;

/// <summary>Tells any number of waiters that something changed. They look for themselves what.</summary>
public sealed class Pulse
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next beat. Take it before looking, or a change is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Beat() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}

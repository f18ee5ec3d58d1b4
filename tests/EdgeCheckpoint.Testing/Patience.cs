namespace EdgeCheckpoint.Testing;

/// <summary>Waits that end, with words for what was waited for.</summary>
public static class Patience
{
    /// <summary>Far above what anything takes, also on a busy machine; only a hang reaches it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <exception cref="TimeoutException">It did not end; the message says what.</exception>
    public static async Task EndsAsync(this Task task, string what)
    {
        ArgumentNullException.ThrowIfNull(task);
        using var enough = new CancellationTokenSource(Limit, TimeProvider.System);
        try
        {
            await task.WaitAsync(enough.Token);
        }
        catch (OperationCanceledException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"within {Limit} did not end: {what}");
        }
    }

    /// <summary>Looks again and again until something holds.</summary>
    /// <exception cref="TimeoutException">It never did; the message says what.</exception>
    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        ArgumentNullException.ThrowIfNull(holds);
        long from = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            if (TimeProvider.System.GetElapsedTime(from) > Limit)
            {
                throw new TimeoutException($"within {Limit} did not hold: {what}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }
    }
}

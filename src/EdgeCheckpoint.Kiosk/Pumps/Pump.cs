namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Work that runs as long as the kiosk does and starts again by itself when it fails: from 100 ms up to 5 s later.</summary>
internal abstract class Pump(TimeProvider time, ILogger log) : BackgroundService
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    /// <summary>Failures one soon after the other before what the pump serves counts as out of order.</summary>
    private const int FailuresToTell = 3;

    protected TimeProvider Time { get; } = time;

    protected ILogger Logger { get; } = log;

    /// <summary>The work; ends only by cancellation or by failing.</summary>
    protected abstract Task RunAsync(CancellationToken stoppingToken);

    /// <summary>The work has failed so often that what it serves counts as out of order, until it says otherwise itself.</summary>
    protected virtual ValueTask OnFailingAsync(CancellationToken stoppingToken) => ValueTask.CompletedTask;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host starts one service after the other; none may hold up the next.
        await Task.Yield();
        TimeSpan delay = FirstDelay;
        int failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            long startedAt = Time.GetTimestamp();
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A pump's boundary is where faults of any kind end; the pump starts again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                bool ranLong = Time.GetElapsedTime(startedAt) > LongestDelay;
                delay = ranLong ? FirstDelay : TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, LongestDelay.Ticks));
                failures = ranLong ? 1 : failures + 1;
                Log.PumpFailed(Logger, GetType().Name, delay, e);
                if (failures >= FailuresToTell)
                {
                    await OnFailingAsync(stoppingToken);
                }

                await Task.Delay(delay, Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}

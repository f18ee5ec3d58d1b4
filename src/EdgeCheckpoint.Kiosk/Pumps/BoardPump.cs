using EdgeCheckpoint.Hardware.Board;
using EdgeCheckpoint.Kiosk.Operation;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Looks at the board's own sensors.</summary>
internal sealed class BoardPump(BoardHealth board, IWatchdog watchdog, TimeProvider time, ILogger<BoardPump> log) : Pump(time, log)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private bool _told;

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        if (!_told && watchdog.RestartedByIt)
        {
            board.RestartedByWatchdog();
        }

        _told = true;
        using var timer = new PeriodicTimer(Period, Time);
        do
        {
            board.Look();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

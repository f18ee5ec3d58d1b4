using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Board;
using EdgeCheckpoint.Kiosk.Screen;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>Tells systemd, and the board's watchdog, how the service does. Fed by the loop after it has handled a tick, so a hung loop is restarted.</summary>
internal sealed class ServiceWatch(SystemdNotifier notifier, ScreenHub screen, TimeProvider time, IWatchdog board)
{
    private const int FeedsATimeout = 4;

    private MonotonicInstant _fedAt;
    private MonotonicInstant _boardFedAt;
    private ScreenPage? _told;

    /// <summary>Instant of the last tick the loop has handled.</summary>
    public MonotonicInstant LastTickAt { get; private set; } = MonotonicInstant.Now(time);

    /// <summary>Whether the loop lives: it handled a tick within the last three seconds.</summary>
    public bool IsAlive => (MonotonicInstant.Now(time) - LastTickAt).TotalSeconds < 3;

    public void TickHandled(Ticked tick)
    {
        LastTickAt = tick.At;
        if (notifier.WatchdogInterval is { } interval && tick.At - _fedAt >= interval)
        {
            _fedAt = tick.At;
            notifier.Watchdog();
        }

        if (tick.At - _boardFedAt >= board.Timeout / FeedsATimeout)
        {
            _boardFedAt = tick.At;
            board.Feed();
        }

        ScreenPage page = screen.View.Page;
        if (page != _told)
        {
            _told = page;
            notifier.Status($"page {Contract.Words.Of(page)}{(screen.View.Reasons.Count > 0 ? ": " + string.Join(", ", screen.View.Reasons) : "")}");
        }
    }
}

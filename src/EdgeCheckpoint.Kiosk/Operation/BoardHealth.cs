using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Board;
using EdgeCheckpoint.Kiosk.Configuration;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>How the board does, and its alarms, each raised once and cleared once. One thread looks; any may read.</summary>
internal sealed class BoardHealth(BoardOptions options, BoardSensors sensors, IOutbox outbox, Func<EventTime> now)
{
    public const string Undervoltage = "undervoltage";
    public const string Hot = "board-hot";
    public const string WatchdogRestart = "watchdog-restart";

    /// <summary>A temperature around the limit must not raise an alarm with every degree.</summary>
    private const double ClearBelow = 5;

    private volatile BoardReading _last = new("", null, null);
    private bool _hot;
    private bool _weak;

    public BoardReading Last => _last;

    /// <summary>Whether the supply has been too weak since the service started; null where the board does not tell.</summary>
    public bool? WasWeak { get; private set; }

    /// <summary>The service starts on a board whose watchdog had to restart it.</summary>
    public void RestartedByWatchdog() =>
        outbox.Append(new AlarmEvent(WatchdogRestart, true, "the board's watchdog restarted it: the loop hung, or the service stayed away too long"), now());

    public void Look()
    {
        BoardReading read = sensors.Read();
        WasWeak = read.Undervoltage is null ? WasWeak : WasWeak == true || read.Undervoltage == true;
        Tell(Undervoltage, read.Undervoltage == true, "the supply is too weak: use the board's own, and a short cable", ref _weak);
        if (read.ProcessorCelsius is { } celsius)
        {
            Tell(Hot, celsius >= (_hot ? options.HotCelsius - ClearBelow : options.HotCelsius), $"the processor has {celsius:0} °C", ref _hot);
        }

        _last = read;
    }

    private void Tell(string code, bool active, string detail, ref bool told)
    {
        // What the journal refuses is told at the next look.
        if (active != told && outbox.Append(new AlarmEvent(code, active, detail), now()).Fault == OutboxFault.None)
        {
            told = active;
        }
    }
}

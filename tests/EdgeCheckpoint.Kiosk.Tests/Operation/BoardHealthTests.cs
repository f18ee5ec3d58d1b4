using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Board;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Operation;

/// <summary>The board's sensors and its watchdog, in the service.</summary>
public sealed class BoardHealthTests : IOutbox, IWatchdog
{
    private readonly TemporaryFolder _root = new();
    private readonly List<string> _alarms = [];
    private bool _journalBroken;
    private int _fed;

    public TimeSpan Timeout => TimeSpan.FromSeconds(12);

    public bool RestartedByIt => false;

    [Fact]
    public void A_weak_supply_is_alarmed_once_and_remembered_and_heat_does_not_flicker()
    {
        var board = new BoardHealth(new BoardOptions { HotCelsius = 80 }, new BoardSensors(_root.Path), this, static () => default);
        board.Look();
        Assert.Equal((null, null), (board.WasWeak, board.Last.ProcessorCelsius));
        foreach ((string supply, int celsius) in new[] { ("0", 60), ("1", 60), ("1", 79), ("0", 81), ("0", 78), ("0", 80), ("0", 74), ("0", 76) })
        {
            Put("sys/class/hwmon/hwmon1/name", "rpi_volt");
            Put("sys/class/hwmon/hwmon1/in0_lcrit_alarm", supply);
            Put("sys/class/thermal/thermal_zone0/temp", $"{celsius}000");
            board.Look();
        }

        Assert.Equal(["undervoltage True", "undervoltage False", "board-hot True", "board-hot False"], _alarms);
        Assert.Equal((true, 76), (board.WasWeak, board.Last.ProcessorCelsius));
    }

    [Fact]
    public void An_alarm_that_the_journal_refuses_is_told_at_the_next_look()
    {
        var board = new BoardHealth(new BoardOptions(), new BoardSensors(_root.Path), this, static () => default);
        Put("sys/class/hwmon/hwmon1/name", "rpi_volt");
        Put("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1");
        _journalBroken = true;
        board.Look();
        Assert.Empty(_alarms);
        _journalBroken = false;
        board.Look();
        board.Look();
        Assert.Equal(["undervoltage True"], _alarms);
    }

    [Fact]
    public void The_boards_watchdog_is_fed_by_handled_ticks_and_by_nothing_else()
    {
        var time = new ManualTime();
        var watch = new ServiceWatch(new SystemdNotifier(null, null), new ScreenHub(time), time, this);
        for (int i = 0; i < 300; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            watch.TickHandled(new Ticked(MonotonicInstant.Now(time), time.GetUtcNow(), ClockState.Synced));
        }

        Assert.InRange(_fed, 9, 11);
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.InRange(_fed, 9, 11);
    }

    public bool Feed()
    {
        _fed++;
        return true;
    }

    OutboxResult IOutbox.Append(CheckpointEvent data, EventTime time)
    {
        if (_journalBroken)
        {
            return new OutboxResult(OutboxFault.Io, default);
        }

        var alarm = Assert.IsType<AlarmEvent>(data);
        _alarms.Add($"{alarm.Code} {alarm.Active}");
        return default;
    }

    public void Dispose() => _root.Dispose();

    private void Put(string path, string text)
    {
        string file = _root.File(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text + "\n");
    }
}

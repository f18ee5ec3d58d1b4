using System.ComponentModel.DataAnnotations;

namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>The board itself.</summary>
internal sealed record BoardOptions
{
    /// <summary>The board's watchdog, such as /dev/watchdog0: the board restarts when the loop hangs or the service stays away; empty: systemd has it (RuntimeWatchdogSec), or nobody.</summary>
    public string WatchdogDevice { get; init; } = "";

    /// <summary>How long the board may go without a handled tick, s; a Raspberry Pi grants at most 15.</summary>
    [Range(3, 60)]
    public int WatchdogSeconds { get; init; } = 15;

    /// <summary>Processor temperature from which the alarm board-hot is raised, °C; cleared 5 °C below.</summary>
    [Range(40.0, 110.0)]
    public double HotCelsius { get; init; } = 80;
}

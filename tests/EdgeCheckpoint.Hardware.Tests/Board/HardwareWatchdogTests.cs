using EdgeCheckpoint.Hardware.Board;
using EdgeCheckpoint.Hardware.Tests.Lab;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Board;

[Collection(LabDevices.Collection)]
public sealed class HardwareWatchdogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [NeedsFact(program: "gcc")]
    public void It_is_fed_by_work_and_disarmed_by_an_orderly_end()
    {
        LabDevices.StartWatchdog(_folder.File("diary"), expired: false);
        HardwareWatchdog? watchdog = HardwareWatchdog.Open(LabDevices.Watchdog, 12, out string fault);
        Assert.Equal("", fault);
        Assert.Equal((TimeSpan.FromSeconds(12), false), (watchdog!.Timeout, watchdog.RestartedByIt));
        Assert.True(watchdog.Feed());
        Assert.True(watchdog.Feed());
        watchdog.Dispose();
        watchdog.Dispose();
        Assert.False(watchdog.Feed());
        Assert.Equal("kkV", File.ReadAllText(_folder.File("diary")));
    }

    [NeedsFact(program: "gcc")]
    public void A_restart_by_the_watchdog_is_told()
    {
        LabDevices.StartWatchdog(_folder.File("diary"), expired: true);
        using HardwareWatchdog? watchdog = HardwareWatchdog.Open(LabDevices.Watchdog, 15, out _);
        Assert.True(watchdog!.RestartedByIt);
    }

    [NeedsFact(program: "gcc")]
    public void A_time_the_hardware_does_not_have_is_refused_and_the_watchdog_disarmed()
    {
        LabDevices.StartWatchdog(_folder.File("diary"), expired: false);
        Assert.Null(HardwareWatchdog.Open(LabDevices.Watchdog, 60, out string fault));
        Assert.Contains("1 to 15", fault, StringComparison.Ordinal);
        Assert.Equal("V", File.ReadAllText(_folder.File("diary")));
    }

    [Fact]
    public void A_board_without_one_is_told_what_to_do()
    {
        Assert.Null(HardwareWatchdog.Open("/dev/watchdog-none", 15, out string fault));
        Assert.Contains("dtparam=watchdog=on", fault, StringComparison.Ordinal);
    }
}

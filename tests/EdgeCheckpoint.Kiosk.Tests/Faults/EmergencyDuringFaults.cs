using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Gpio;
using EdgeCheckpoint.Simulation.Gate;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>A fire does not wait until everything works.</summary>
public sealed class EmergencyDuringFaults
{
    [Fact]
    public async Task A_chip_that_is_lost_and_back_in_a_fire_releases_the_gate_again()
    {
        await using SimulatedKiosk kiosk = await new SimulatedKiosk().StartIdleAsync();
        SoundAlarm(kiosk);
        await kiosk.ShowsAsync(ScreenPage.Emergency);
        kiosk.Gpio.Broken = GpioFault.Failed;
        await kiosk.UntilAsync(() => Position(kiosk) == GatePosition.Barred, "the chip is missed");
        kiosk.Gpio.Broken = GpioFault.None;
        await kiosk.UntilAsync(() => Position(kiosk) == GatePosition.Released, "the gate is released");
    }

    [Fact]
    public async Task A_fire_that_breaks_out_while_the_chip_is_lost_is_seen_when_it_is_back()
    {
        await using SimulatedKiosk kiosk = await new SimulatedKiosk().StartIdleAsync();
        kiosk.Gpio.Broken = GpioFault.Failed;
        await kiosk.ShowsAsync(ScreenPage.OutOfService);
        SoundAlarm(kiosk);
        kiosk.Gpio.Broken = GpioFault.None;
        await kiosk.UntilAsync(() => Position(kiosk) == GatePosition.Released && kiosk.Screen.View.Page == ScreenPage.Emergency, "the gate is released");
    }

    [Fact]
    public async Task A_full_disk_does_not_keep_the_gate_barred_in_a_fire()
    {
        using var disk = new Simulation.Disk.SimulatedDisk(seed: 1);
        await using SimulatedKiosk kiosk = await StorageFaults.OnDisk(disk).StartIdleAsync();
        disk.Fault = Simulation.Disk.DiskFault.Io;
        SoundAlarm(kiosk);
        await kiosk.UntilAsync(() => Position(kiosk) == GatePosition.Released && kiosk.Screen.View.Page == ScreenPage.Emergency, "the gate is released");
    }

    [Fact]
    public async Task A_fire_during_a_full_disk_is_on_record_once_the_disk_works_again()
    {
        using var disk = new Simulation.Disk.SimulatedDisk(seed: 1);
        await using SimulatedKiosk kiosk = await StorageFaults.OnDisk(disk).StartIdleAsync();
        disk.Fault = Simulation.Disk.DiskFault.Io;
        SoundAlarm(kiosk);
        await kiosk.UntilAsync(() => kiosk.Screen.View.Page == ScreenPage.Emergency, "the screen says so");
        await kiosk.PassAsync(TimeSpan.FromSeconds(5));
        disk.Fault = Simulation.Disk.DiskFault.None;
        await kiosk.UntilAsync(() => kiosk.Events().Count >= 2, "the journal has it");
        Assert.Equal(("released", "emergency"), kiosk.Events()[0] is GateEvent released ? (released.Action, released.Cause) : default);
        Assert.Equal(Reasons.StorageFault, Assert.IsType<AlarmEvent>(kiosk.Events()[1]).Code);
        Assert.Equal(GatePosition.Released, Position(kiosk));
    }

    private static GatePosition Position(SimulatedKiosk kiosk) => kiosk.Services.GetRequiredService<IGate>().Position;

    /// <summary>Breaks the normally closed loop of the fire alarm.</summary>
    private static void SoundAlarm(SimulatedKiosk kiosk) =>
        kiosk.Gpio.Drive(int.Parse(SimulatedSite.Wiring.Inputs.EmergencyRelease.Line, provider: null), !SimulatedSite.Wiring.Inputs.EmergencyRelease.ActiveLow);
}

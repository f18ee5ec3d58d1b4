using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Gpio;
using EdgeCheckpoint.Hardware.I2c;
using EdgeCheckpoint.Hardware.Presence;
using EdgeCheckpoint.Hardware.Scanner;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Kiosk.Composition;
using EdgeCheckpoint.Simulation.Demo;
using EdgeCheckpoint.Simulation.Gate;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>Thermal sensor, its surroundings, camera, scanner and gate: absent at start, lost in the middle, back again.</summary>
public sealed class DeviceFaults
{
    [Fact]
    public async Task Thermal_absent()
    {
        await using var kiosk = new SimulatedKiosk();
        kiosk.Thermal.Plugged = false;
        await kiosk.StartAsync();
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Thermal_lost()
    {
        await using SimulatedKiosk kiosk = await new SimulatedKiosk().StartIdleAsync();
        kiosk.Thermal.Plugged = false;
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Thermal_back()
    {
        await using SimulatedKiosk kiosk = await new SimulatedKiosk(new Mlx90640Options()).StartIdleAsync();
        kiosk.Thermal.Plugged = false;
        await kiosk.ShowsAsync(ScreenPage.OutOfService);
        kiosk.Thermal.Plugged = true;
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Thermal_frozen()
    {
        await using SimulatedKiosk kiosk = await new SimulatedKiosk().StartIdleAsync();
        kiosk.FreezeThermal();
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Room_too_hot()
    {
        await using SimulatedKiosk kiosk = await new SimulatedKiosk().StartIdleAsync();
        kiosk.Scene.SetAmbient(30);
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Room_fit_again()
    {
        await using SimulatedKiosk kiosk = await new SimulatedKiosk().StartIdleAsync();
        kiosk.Scene.SetAmbient(30);
        await kiosk.ShowsAsync(ScreenPage.OutOfService);
        Assert.Equal([Reasons.EnvironmentUnfit], kiosk.Services.GetRequiredService<IKioskReporter>().Limits());
        kiosk.Scene.SetAmbient(22);
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Camera_absent()
    {
        await using var kiosk = new SimulatedKiosk();
        kiosk.Camera.Plugged = false;
        await kiosk.StartAsync();
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Camera_lost()
    {
        await using SimulatedKiosk kiosk = await new SimulatedKiosk().StartIdleAsync();
        kiosk.Camera.Plugged = false;
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Camera_lost_beside_a_scanner()
    {
        await using SimulatedKiosk kiosk = await WithScanner().StartIdleAsync();
        kiosk.Camera.Plugged = false;
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Camera_back()
    {
        await using SimulatedKiosk kiosk = await new SimulatedKiosk().StartIdleAsync();
        kiosk.Camera.Plugged = false;
        await kiosk.ShowsAsync(ScreenPage.OutOfService);
        kiosk.Camera.Plugged = true;
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Scanner_absent()
    {
        await using SimulatedKiosk kiosk = WithScanner();
        kiosk.Scanner.Plugged = false;
        await kiosk.StartAsync();
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Scanner_lost()
    {
        await using SimulatedKiosk kiosk = await WithScanner().StartIdleAsync();
        kiosk.Scanner.Plugged = false;
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Scanner_and_camera_lost()
    {
        await using SimulatedKiosk kiosk = await WithScanner().StartIdleAsync();
        kiosk.Scanner.Plugged = false;
        await kiosk.UntilAsync(() => kiosk.Screen.View.Reasons.Count > 0, "the scanner is missed");
        kiosk.Camera.Plugged = false;
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Scanner_back()
    {
        await using SimulatedKiosk kiosk = await WithScanner().StartIdleAsync();
        kiosk.Scanner.Plugged = false;
        await kiosk.UntilAsync(() => kiosk.Screen.View.Reasons.Count > 0, "the scanner is missed");
        await kiosk.ShowsAsync(ScreenPage.Idle);
        kiosk.Scanner.Plugged = true;
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Gate_absent()
    {
        await using var kiosk = new SimulatedKiosk();
        kiosk.Gpio.Broken = GpioFault.Absent;
        await kiosk.StartAsync();
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Gate_lost()
    {
        await using SimulatedKiosk kiosk = await new SimulatedKiosk().StartIdleAsync();
        kiosk.Gpio.Broken = GpioFault.Failed;
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Gate_back()
    {
        await using SimulatedKiosk kiosk = await new SimulatedKiosk().StartIdleAsync();
        kiosk.Gpio.Broken = GpioFault.Failed;
        await kiosk.ShowsAsync(ScreenPage.OutOfService);
        kiosk.Gpio.Broken = GpioFault.None;
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Gate_refuses()
    {
        await using SimulatedKiosk kiosk = WithStuckRelay(out Func<RefusingGate> gate);
        await kiosk.StartIdleAsync();
        gate().Refuses = true;
        kiosk.Enter(kiosk.Wallet.Text(DemoCode.Green));
        await kiosk.UntilAsync(() => kiosk.Events().OfType<ScanEvent>().Any(), "somebody may pass");
        await kiosk.LeaveAsync();
        await kiosk.MeetsTableAsync();
        Assert.Contains(kiosk.Events(), static e => e is GateEvent { Action: "not-passed", Cause: "fault" });
    }

    [Fact]
    public async Task Gate_obeys_again()
    {
        await using SimulatedKiosk kiosk = WithStuckRelay(out Func<RefusingGate> gate);
        await kiosk.StartIdleAsync();
        gate().Refuses = true;
        kiosk.Enter(kiosk.Wallet.Text(DemoCode.Green));
        await kiosk.UntilAsync(() => kiosk.Events().OfType<ScanEvent>().Any(), "somebody may pass");
        await kiosk.LeaveAsync();
        await kiosk.ShowsAsync(ScreenPage.OutOfService);
        gate().Refuses = false;
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Presence_contact_dead()
    {
        // Nothing ever drives it in these stories: people are seen by their warmth.
        await using SimulatedKiosk kiosk = await new SimulatedKiosk().StartIdleAsync();
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Range_finder_absent()
    {
        await using SimulatedKiosk kiosk = WithRangeFinder(out SimulatedVl53l0x range);
        range.Broken = BusFault.AddressNack;
        await kiosk.StartAsync();
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Range_finder_lost()
    {
        await using SimulatedKiosk kiosk = await WithRangeFinder(out SimulatedVl53l0x range).StartIdleAsync();
        range.Broken = BusFault.AddressNack;
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Range_finder_back()
    {
        await using SimulatedKiosk kiosk = await WithRangeFinder(out SimulatedVl53l0x range).StartIdleAsync();
        range.Broken = BusFault.AddressNack;
        await kiosk.UntilAsync(() => kiosk.Screen.View.Reasons.Count > 0, "the range finder is missed");
        await kiosk.ShowsAsync(ScreenPage.Idle);
        range.Broken = BusFault.None;
        await kiosk.MeetsTableAsync();
    }

    private static SimulatedKiosk WithRangeFinder(out SimulatedVl53l0x range)
    {
        var kiosk = new SimulatedKiosk();
        var options = new PresenceOptions { Source = PresenceSource.RangeFinder };
        SimulatedVl53l0x chip = range = new SimulatedVl53l0x(kiosk.Time);
        kiosk.Options = kiosk.Options with { Presence = options };
        kiosk.Replace = services => services.RemoveAll<RangePresence>().AddSingleton(_ => RangePresence.Start(new Vl53l0x(chip), options, kiosk.Time));
        return kiosk;
    }

    internal static SimulatedKiosk WithStuckRelay(out Func<RefusingGate> gate)
    {
        var kiosk = new SimulatedKiosk
        {
            Replace = static services => services
                .AddSingleton(static s => new RefusingGate(s.GetRequiredService<LateSite>()))
                .AddSingleton<IGate>(static s => s.GetRequiredService<RefusingGate>()),
        };
        gate = () => kiosk.Services.GetRequiredService<RefusingGate>();
        return kiosk;
    }

    private static SimulatedKiosk WithScanner()
    {
        var kiosk = new SimulatedKiosk();
        kiosk.Options = kiosk.Options with { Scanner = new ScannerOptions { Kind = ScannerKind.Serial, Device = "/dev/serial/by-id/scanner" } };
        return kiosk;
    }
}

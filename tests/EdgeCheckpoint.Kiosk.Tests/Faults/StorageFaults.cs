using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Simulation.Disk;
using EdgeCheckpoint.Uplink.Outbox;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>The disk under the journal: full, failed, in order again.</summary>
public sealed class StorageFaults : IDisposable
{
    private readonly SimulatedDisk _disk = new(seed: 1);

    [Fact]
    public async Task Disk_failed_at_start()
    {
        _disk.Fault = DiskFault.Io;
        await using SimulatedKiosk kiosk = OnDisk();
        await kiosk.StartAsync();
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Disk_full()
    {
        await using SimulatedKiosk kiosk = await OnDisk().StartIdleAsync();
        await FillAsync(kiosk);
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Disk_has_room_again()
    {
        await using SimulatedKiosk kiosk = await OnDisk().StartIdleAsync();
        await FillAsync(kiosk);
        await kiosk.ShowsAsync(ScreenPage.OutOfService);
        await kiosk.LeaveAsync();
        _disk.Fault = DiskFault.None;
        await kiosk.MeetsTableAsync();
    }

    public void Dispose() => _disk.Dispose();

    /// <summary>What is left of the disk goes with the events of a few people.</summary>
    private async Task FillAsync(SimulatedKiosk kiosk)
    {
        _disk.Fault = DiskFault.Full;
        for (int i = 0; i < 40 && kiosk.Screen.View.Page != ScreenPage.OutOfService; i++)
        {
            kiosk.Enter(kiosk.Wallet.Text(Simulation.Demo.DemoCode.Green));
            await kiosk.UntilAsync(() => kiosk.Screen.View.Verdict is not null || kiosk.Screen.View.Page == ScreenPage.OutOfService, "a verdict, or none any more");
            await kiosk.LeaveAsync();
            await kiosk.UntilAsync(() => kiosk.Screen.View.Page is ScreenPage.Idle or ScreenPage.OutOfService, "rest");
        }
    }

    private SimulatedKiosk OnDisk() => OnDisk(_disk);

    internal static SimulatedKiosk OnDisk(SimulatedDisk disk)
    {
        var kiosk = new SimulatedKiosk();
        var site = new Site("d1", "c1", "k1");
        kiosk.Replace = services => services.AddSingleton(_ => new SqliteOutbox(new OutboxOptions { Folder = "", Site = site }, kiosk.Time, disk));
        return kiosk;
    }
}

using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Simulation.Disk;
using EdgeCheckpoint.Uplink.Outbox;
using Microsoft.Data.Sqlite;
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

    [Fact]
    public async Task Memory_of_passes_damaged()
    {
        await using var kiosk = new SimulatedKiosk();
        Directory.CreateDirectory(kiosk.Options.Journal.Folder);
        System.IO.File.WriteAllBytes(Path.Combine(kiosk.Options.Journal.Folder, "pass-uses.db"), [.. Enumerable.Repeat((byte)7, 8192)]);
        await kiosk.StartAsync();
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Memory_of_passes_refused()
    {
        await using SimulatedKiosk kiosk = await RefusingPassesAsync();
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Memory_of_passes_kept_again()
    {
        await using SimulatedKiosk kiosk = await RefusingPassesAsync();
        await kiosk.ShowsAsync(ScreenPage.Idle);
        Ask(kiosk, "DROP TRIGGER refuse");
        await kiosk.UntilAsync(() => kiosk.Events().Count > 0, "the district is told");
        await kiosk.MeetsTableAsync();
    }

    public void Dispose() => _disk.Dispose();

    /// <summary>Somebody was admitted and could not be kept.</summary>
    private static async Task<SimulatedKiosk> RefusingPassesAsync()
    {
        SimulatedKiosk kiosk = await new SimulatedKiosk().StartIdleAsync();
        Ask(kiosk, "CREATE TRIGGER refuse BEFORE INSERT ON pass_use BEGIN SELECT RAISE(ABORT, 'refused'); END");
        kiosk.Enter(kiosk.Wallet.Text(Simulation.Demo.DemoCode.Green));
        await kiosk.UntilAsync(() => kiosk.Events().OfType<AlarmEvent>().Any(), "the district is told");
        await kiosk.LeaveAsync();
        await kiosk.UntilAsync(() => kiosk.Screen.View.Verdict is null, "the verdict goes");
        return kiosk;
    }

    private static void Ask(SimulatedKiosk kiosk, string text)
    {
        using var file = new SqliteConnection($"Data Source={Path.Combine(kiosk.Options.Journal.Folder, "pass-uses.db")};Pooling=False");
        file.Open();
        using SqliteCommand command = file.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

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

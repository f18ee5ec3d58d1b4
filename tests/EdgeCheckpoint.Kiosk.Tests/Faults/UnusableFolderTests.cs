using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Simulation.Demo;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>A disk on which nothing can be made when the kiosk starts.</summary>
public sealed class UnusableFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task It_starts_all_the_same_says_so_and_serves_as_soon_as_the_disk_does()
    {
        string disk = _folder.File("disk");
        File.WriteAllText(disk, "in the way");
        await using var kiosk = new SimulatedKiosk();
        File.WriteAllText(kiosk.File("root.pem"), new Trust.District().RootPem);
        kiosk.Options = kiosk.Options with
        {
            Journal = kiosk.Options.Journal with { Folder = Path.Combine(disk, "journal") },
            Rules = kiosk.Options.Rules with { DocumentsFolder = Path.Combine(disk, "trust"), RootKeysFile = kiosk.File("root.pem") },
        };
        await kiosk.StartAsync();
        await kiosk.ShowsAsync(ScreenPage.OutOfService);
        Assert.Equal([Reasons.StorageFault], kiosk.Screen.View.Reasons);
        await kiosk.PassAsync(TimeSpan.FromSeconds(10));
        await kiosk.GetAsync("/metrics");

        File.Delete(disk);
        await kiosk.ShowsAsync(ScreenPage.Idle);
        await kiosk.UntilAsync(() => kiosk.Screen.View.Reasons.Count == 0, "nothing is amiss any more");
        kiosk.Enter(kiosk.Wallet.Text(DemoCode.Green));
        await kiosk.UntilAsync(() => kiosk.Screen.View.Verdict == Verdict.Pass, "a pass");
        await kiosk.LeaveAsync();
        await kiosk.UntilAsync(() => kiosk.Events().OfType<GateEvent>().Any(static g => g.Action == "passed"), "the passage is on record");
        await kiosk.UntilAsync(() => File.Exists(Path.Combine(disk, "journal", "pass-uses.db")), "admissions are on the disk, too");
    }

    public void Dispose() => _folder.Dispose();
}

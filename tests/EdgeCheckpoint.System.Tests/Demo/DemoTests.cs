using EdgeCheckpoint.Simulation.Demo;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.SystemTests.Demo;

/// <summary>The whole system from outside: broker, kiosk and district as processes of their own.</summary>
public sealed class DemoTests
{
    [NeedsFact(program: "mosquitto ffmpeg", library: "libcheckpoint_vision.so libmosquitto.so.1")]
    public async Task Every_person_of_the_cast_gets_the_verdict_that_is_due_and_the_district_holds_every_event()
    {
        Assert.True(ServiceFiles.TryFind(Path.Combine(Repository.Root, "src"), out ServiceFiles files, out string fault), fault);
        TimeProvider time = TimeProvider.System;
        await using DemoSite site = await DemoSite.StartAsync(files, new DemoOptions(), static _ => { }, time, CancellationToken.None);
        await using var screen = new ScreenListener(site.Kiosk.Address, time);
        var director = new DemoDirector(site, screen, time);
        var performances = new List<Performance>();
        foreach (CastMember member in Cast.Members)
        {
            performances.Add(await director.PlayAsync(member, CancellationToken.None));
        }

        using var district = new DistrictReader(site.District.Address, time);
        IReadOnlyList<StoredLine> stored = await district.WaitForScansAsync(performances.Count, TimeSpan.FromSeconds(60), CancellationToken.None);
        StoredLine[] scans = [.. stored.Where(static l => l.Kind == "scan")];
        Assert.Equal(performances.Count, scans.Length);
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(static i => (long)i), stored.Select(static l => l.Sequence));
        Assert.All(performances.Zip(scans), static p => Assert.True(p.First.IsRight(p.Second), $"{p.First} but the district holds {p.Second}"));

        Assert.All(stored, static l => Assert.Equal("simulated", l.Replay));

        (int exitCode, TimeSpan took) = await site.Kiosk.StopAsync();
        Assert.Equal(0, exitCode);
        Assert.True(took < TimeSpan.FromSeconds(5), $"SIGTERM took {took}");
    }
}

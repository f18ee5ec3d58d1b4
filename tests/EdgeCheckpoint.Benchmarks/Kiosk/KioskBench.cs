using System.Globalization;
using EdgeCheckpoint.Simulation.Demo;
using EdgeCheckpoint.Simulation.Stage;

namespace EdgeCheckpoint.Benchmarks.Kiosk;

/// <summary><c>./bench.sh kiosk</c>: decision time, a person's wait, and what the service needs, on this machine.</summary>
internal static class KioskBench
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FootprintTime = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(string[] args)
    {
        int people = args is ["--people", var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 40;
        using (var decisions = new DecisionBench())
        {
            Console.WriteLine(await decisions.RunAsync(10_000));
        }

        string sources = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "src"));
        if (!ServiceFiles.TryFind(sources, out ServiceFiles files, out string fault))
        {
            Console.Error.WriteLine(fault);
            return 1;
        }

        TimeProvider time = TimeProvider.System;
        await using DemoSite site = await DemoSite.StartAsync(
            files, new DemoOptions(CameraWidth: 1280, CameraHeight: 720), static _ => { }, time, CancellationToken.None);
        Console.WriteLine($"kiosk process start to ready: {site.Kiosk.StartTook.TotalMilliseconds:F0} ms");
        await using var screen = new ScreenListener(site.Kiosk.Address, time);
        await MeasureWaitAsync(site, screen, people, time);
        await MeasureFootprintAsync(site, time);
        await MeasureFirstAdmissionAsync(site, time);
        return 0;
    }

    /// <summary>From the start of the process to the verdict of a person who steps up as soon as the screen asks for it.</summary>
    private static async Task MeasureFirstAdmissionAsync(DemoSite site, TimeProvider time)
    {
        await site.Kiosk.StopAsync();
        long from = time.GetTimestamp();
        await site.StartKioskAsync(CancellationToken.None);
        await using var screen = new ScreenListener(site.Kiosk.Address, time);
        await screen.WaitAsync(static v => v.Page == "idle", Patience, CancellationToken.None);
        TimeSpan idle = time.GetElapsedTime(from);
        site.Hold(site.Wallet.Text(DemoCode.Green));
        site.Stage(new StagedSite { People = [new StagedPerson()] });
        bool admitted = await screen.WaitAsync(static v => v.Verdict is not null, Patience, CancellationToken.None) is { Verdict: "pass" };
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"process start to idle page {idle.TotalMilliseconds:F0} ms, to the first {(admitted ? "admission" : "verdict (none passed)")} {time.GetElapsedTime(from).TotalMilliseconds:F0} ms"));
    }

    /// <summary>Face and code are there at once, as with somebody who knows the way.</summary>
    private static async Task MeasureWaitAsync(DemoSite site, ScreenListener screen, int people, TimeProvider time)
    {
        var waits = new Percentiles("person and code in place to verdict on the screen, 720p at 15/s, 8 sub-pages/s");
        for (int i = 0; i < people; i++)
        {
            await screen.WaitAsync(static v => v.Page == "idle", Patience, CancellationToken.None);
            await Task.Delay(TimeSpan.FromMilliseconds(300), time, CancellationToken.None);
            string code = site.Wallet.Text(DemoCode.Green);
            long from = time.GetTimestamp();
            site.Hold(code);
            site.Stage(new StagedSite { People = [new StagedPerson()] });
            if (await screen.WaitAsync(static v => v.Verdict is not null, Patience, CancellationToken.None) is not null)
            {
                waits.Add(time.GetElapsedTime(from));
            }

            site.Hold("");
            site.Stage(new StagedSite());
            await screen.WaitAsync(static v => v.Verdict is null, Patience, CancellationToken.None);
        }

        Console.WriteLine($"{waits} ({people - waits.Count} without a verdict)");
    }

    private static async Task MeasureFootprintAsync(DemoSite site, TimeProvider time)
    {
        (TimeSpan cpuBefore, _, _) = ProcessFigures.Read(site.Kiosk.Id);
        long from = time.GetTimestamp();
        await Task.Delay(FootprintTime, time, CancellationToken.None);
        (TimeSpan cpuAfter, long rssBytes, int threads) = ProcessFigures.Read(site.Kiosk.Id);
        double share = (cpuAfter - cpuBefore) / time.GetElapsedTime(from);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"service: RSS {rssBytes / 1e6:F0} MB, {share:P0} of one core, {threads} threads (720p at 15/s, 8 sub-pages/s, nobody there)"));
    }
}

using System.Globalization;
using System.Text.Json;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Testing;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace EdgeCheckpoint.KioskTests.Screen;

/// <summary>A page that stands for months: it outlives the service and does not grow.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class ScreenEnduranceTests(Chromium chromium, ITestOutputHelper output)
{
    [NeedsFact(program: "chromium")]
    public async Task The_page_survives_a_restart_of_the_service_and_says_so_in_between()
    {
        await using ScreenHost first = await ScreenHost.StartAsync();
        IPage page = await chromium.OpenAsync(first);
        await Chromium.ShowAsync(first, page, ScreenStates.All["passage"]);
        await page.EvaluateAsync("() => { window.sameDocument = true; }");

        await first.StopAsync();
        await page.WaitForFunctionAsync("() => document.body.dataset.page === 'reconnecting'");
        Assert.DoesNotContain("请通行", await page.InnerTextAsync("main"), StringComparison.Ordinal);

        await using ScreenHost second = await ScreenHost.StartAsync(port: first.Address.Port);
        second.Hub.Show(ScreenStates.All["verdict-refer"]);
        await page.WaitForFunctionAsync("() => document.body.dataset.tone === 'refer'");
        Assert.True(await page.EvaluateAsync<bool>("() => window.sameDocument === true"), "the page was reloaded");
    }

    [NeedsFact(program: "chromium")]
    public async Task A_connection_that_falls_silent_is_not_believed()
    {
        await using ScreenHost host = await ScreenHost.StartAsync(time: new FrozenTime());
        IPage page = await chromium.OpenAsync(host);
        host.Hub.Show(ScreenStates.All["passage"]);
        await page.WaitForFunctionAsync("() => document.body.dataset.tone === 'pass'");
        await page.WaitForFunctionAsync("() => document.body.dataset.page === 'reconnecting'");
    }

    /// <summary>Half an hour of people by default; SCREEN_HOURS=24 plays a whole day.</summary>
    [NeedsFact(program: "chromium")]
    public async Task Hours_of_people_leave_nothing_behind_in_the_page()
    {
        double hours = double.Parse(Environment.GetEnvironmentVariable("SCREEN_HOURS") ?? "0.5", CultureInfo.InvariantCulture);
        int people = (int)(hours * 3600 / 10);
        await using ScreenHost host = await ScreenHost.StartAsync();
        IPage page = await chromium.OpenAsync(host, 800, 480, hurried: true);
        ICDPSession tools = await page.Context.NewCDPSessionAsync(page);
        await tools.SendAsync("Performance.enable");

        await PlayAsync(host, page, 20);
        Size before = await SizeAsync(page, tools);
        await PlayAsync(host, page, people);
        Size after = await SizeAsync(page, tools);

        long events = await page.EvaluateAsync<long>("() => window.edgeCheckpoint.events");
        output.WriteLine($"{people} people, {events} events; before {before}; after {after}");
        Assert.True(events > people * 10, $"only {events} events arrived");
        Assert.InRange(after.HeapBytes - before.HeapBytes, long.MinValue, 512 * 1024);
        Assert.InRange(after.Nodes - before.Nodes, int.MinValue, 50);
        Assert.Equal(before.Listeners, after.Listeners);
    }

    private static async Task PlayAsync(ScreenHost host, IPage page, int people)
    {
        string[] way = ["guide-closer", "measure", "read-code", "read-code-tilt"];
        string[] ends = ["passage", "passage", "verdict-refer", "verdict-deny", "verdict-unable"];
        byte[] pixels = new byte[160 * 120];
        for (int person = 0; person < people; person++)
        {
            foreach (string name in way.Append(ends[person % ends.Length]).Append("idle"))
            {
                pixels[person % pixels.Length]++;
                host.Hub.ShowCamera(new GrayImage(pixels, 160, 120, 160));
                host.Hub.Show(ScreenStates.All[name] with { SecondsLeft = (person % 9) + 1, Celsius = 36 + (person % 10 / 10.0) });
                host.Hub.Report(ScreenHost.Healthy with { Queue = host.Hub.Status.Queue + 1 });
                await Chromium.DrawnAsync(page, host.Hub.View);
            }
        }
    }

    /// <summary>What cannot be collected: the smallest of a few looks, for drawing may still hold on to the last picture.</summary>
    private static async Task<Size> SizeAsync(IPage page, ICDPSession tools)
    {
        var smallest = new Size(long.MaxValue, int.MaxValue, int.MaxValue);
        for (int look = 0; look < 5; look++)
        {
            await page.WaitForTimeoutAsync(100);
            await tools.SendAsync("HeapProfiler.collectGarbage");
            JsonElement metrics = (await tools.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics");
            Dictionary<string, double> values = metrics.EnumerateArray().ToDictionary(static m => m.GetProperty("name").GetString()!, static m => m.GetProperty("value").GetDouble());
            smallest = new Size(
                Math.Min(smallest.HeapBytes, (long)values["JSHeapUsedSize"]),
                Math.Min(smallest.Nodes, (int)values["Nodes"]),
                Math.Min(smallest.Listeners, (int)values["JSEventListeners"]));
        }

        return smallest;
    }

    private readonly record struct Size(long HeapBytes, int Nodes, int Listeners);

    /// <summary>A clock that stands still: no beat is ever due.</summary>
    private sealed class FrozenTime : TimeProvider
    {
        public override long GetTimestamp() => 1;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}

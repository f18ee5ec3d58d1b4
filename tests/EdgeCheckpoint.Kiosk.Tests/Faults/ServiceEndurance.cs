using System.Globalization;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Simulation.Demo;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>One person after another, day and night, with a browser looking and a broker listening: nothing may grow.</summary>
/// <remarks>Measures its own process, so no other test may run meanwhile.</remarks>
[Collection(nameof(ServiceEndurance))]
[CollectionDefinition(nameof(ServiceEndurance), DisableParallelization = true)]
public sealed class ServiceEndurance(ITestOutputHelper output)
{
    /// <summary>What may come and go with the moment one looks at, also of tests before; one a person would still be too many.</summary>
    private const int SpareHandles = 20, SpareThreads = 6;

    private const long SpareHeapBytes = 2_000_000, SpareResidentBytes = 25_000_000;

    private static readonly DemoCode[] Codes = [DemoCode.Green, DemoCode.Green, DemoCode.Yellow, DemoCode.Green, DemoCode.Stranger, DemoCode.Expired];

    /// <summary>Twelve looks at six simulated minutes by default; SERVICE_HOURS=24 plays a whole day and looks every hour.</summary>
    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Hours_of_service_leave_nothing_behind_in_the_process()
    {
        double hours = double.Parse(Environment.GetEnvironmentVariable("SERVICE_HOURS") ?? "0.1", CultureInfo.InvariantCulture);
        int looks = Math.Max(12, (int)hours);
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(CancellationToken.None);
        await using var kiosk = new SimulatedKiosk();
        kiosk.Options = kiosk.Options with { Broker = new BrokerOptions { Host = MosquittoProcess.Host, Port = broker.Port } };
        await kiosk.StartIdleAsync();
        await using var browser = new Simulation.Demo.ScreenListener(kiosk.Address, TimeProvider.System);

        List<ProcessSize> sizes = [];
        for (int look = 0; look <= looks; look++)
        {
            // The first stretch warms everything up and is not looked at.
            int people = await PlayAsync(kiosk, TimeSpan.FromHours(hours / looks));
            sizes.Add(ProcessSize.Now());
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{hours / looks * (look + 1):F2} h, {people} people: {sizes[^1]}"));
        }

        long judged = kiosk.Services.GetRequiredService<VerdictCounts>().Read().Sum(static v => v.Value);
        int quarter = sizes.Count / 4;
        ProcessSize growth = ProcessSize.Smallest(sizes.TakeLast(quarter)) - ProcessSize.Smallest(sizes.Skip(quarter).Take(quarter));
        output.WriteLine($"{judged} verdicts; from the second quarter to the last: {growth}");
        Assert.True(judged > hours * 3600 / 40, $"only {judged} verdicts");
        Assert.InRange(growth.HeapBytes, long.MinValue, SpareHeapBytes);
        Assert.InRange(growth.ResidentBytes, long.MinValue, SpareResidentBytes);
        Assert.InRange(growth.Handles, int.MinValue, SpareHandles);
        Assert.InRange(growth.Threads, int.MinValue, SpareThreads);
    }

    /// <summary>People of all kinds, each as soon as the one before has gone; then the district confirms everything.</summary>
    private static async Task<int> PlayAsync(SimulatedKiosk kiosk, TimeSpan duration)
    {
        int people = 0;
        for (TimeSpan end = kiosk.Elapsed + duration; kiosk.Elapsed < end; people++)
        {
            kiosk.Enter(kiosk.Wallet.Text(Codes[people % Codes.Length]));
            await kiosk.UntilAsync(() => kiosk.Screen.View.Verdict is not null, "a verdict");
            await kiosk.PassAsync(TimeSpan.FromSeconds(1));
            await kiosk.LeaveAsync();
            await kiosk.UntilAsync(() => kiosk.Screen.View.Page == ScreenPage.Idle, "rest");
            await kiosk.PassAsync(TimeSpan.FromSeconds(10));
            await kiosk.GetAsync("/metrics");
        }

        IEventSource journal = kiosk.Services.GetRequiredService<IEventSource>();
        EpochState current = journal.Epochs()[^1];
        journal.Acknowledge(current.Epoch, current.Last);
        return people;
    }
}

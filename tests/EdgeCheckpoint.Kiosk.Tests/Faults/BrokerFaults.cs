using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>A real broker that is not there, goes, and comes back.</summary>
public sealed class BrokerFaults
{
    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Broker_absent()
    {
        await using SimulatedKiosk kiosk = await For(MosquittoProcess.FreePort()).StartIdleAsync();
        await kiosk.MeetsTableAsync();
        await kiosk.UntilAsync(() => kiosk.Screen.Status is { Network: not LinkState.Online, Queue: > 0 }, "the screen counts what waits");
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Broker_lost()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(CancellationToken.None);
        await using SimulatedKiosk kiosk = await OnlineAsync(broker);
        await broker.KillAsync();
        await kiosk.MeetsTableAsync();
        await kiosk.UntilAsync(() => kiosk.Screen.Status is { Network: LinkState.Offline, Queue: > 0 }, "the screen says that the district is out of reach");
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Broker_back()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(CancellationToken.None);
        await using SimulatedKiosk kiosk = await OnlineAsync(broker);
        await broker.KillAsync();
        await kiosk.UntilAsync(() => kiosk.Screen.Status.Network == LinkState.Offline, "offline");
        await broker.RestartAsync(CancellationToken.None);
        await kiosk.UntilAsync(() => kiosk.Screen.Status.Network == LinkState.Online, "online again");
        await kiosk.MeetsTableAsync();
    }

    private static async Task<SimulatedKiosk> OnlineAsync(MosquittoProcess broker)
    {
        SimulatedKiosk kiosk = await For(broker.Port).StartIdleAsync();
        await kiosk.UntilAsync(() => kiosk.Screen.Status.Network == LinkState.Online, "online");
        return kiosk;
    }

    private static SimulatedKiosk For(int port)
    {
        var kiosk = new SimulatedKiosk();
        kiosk.Options = kiosk.Options with { Broker = new BrokerOptions { Host = MosquittoProcess.Host, Port = port } };
        return kiosk;
    }
}

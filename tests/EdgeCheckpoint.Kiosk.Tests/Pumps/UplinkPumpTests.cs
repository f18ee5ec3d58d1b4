using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Tests.Faults;
using EdgeCheckpoint.Kiosk.Tests.Operation;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeCheckpoint.Kiosk.Tests.Pumps;

/// <summary>What is said of the line to the district, and what may not cut it.</summary>
public sealed class UplinkPumpTests : IDisposable
{
    private readonly LogLines _log = new();
    private readonly TemporaryFolder _folder = new();

    [NeedsFact(library: "libmosquitto.so.1")]
    public async Task A_broker_that_was_never_there_is_told_once_with_the_cause()
    {
        await using SimulatedKiosk kiosk = For(MosquittoProcess.FreePort());
        await kiosk.StartIdleAsync();
        await kiosk.UntilAsync(() => Told().Count > 0, "the log says so");
        await kiosk.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("refused", Assert.Single(Told()), StringComparison.OrdinalIgnoreCase);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Keys_of_commands_that_are_lost_do_not_keep_events_from_the_district()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(CancellationToken.None);
        await using SimulatedKiosk kiosk = For(broker.Port);
        kiosk.Options = kiosk.Options with { Rules = kiosk.Options.Rules with { CommandKeysFolder = _folder.File("lost") } };
        await kiosk.StartIdleAsync();
        await kiosk.UntilAsync(() => kiosk.Screen.Status.Network == Screen.LinkState.Online, "online");
        Assert.Contains("no command is obeyed", Assert.Single(_log.With("rules:commandKeysFolder")), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<string> Told() => _log.With("not reachable");

    private SimulatedKiosk For(int port)
    {
        var kiosk = new SimulatedKiosk { Replace = services => services.AddLogging(logging => logging.AddProvider(_log)) };
        kiosk.Options = kiosk.Options with { Broker = new BrokerOptions { Host = MosquittoProcess.Host, Port = port } };
        return kiosk;
    }
}

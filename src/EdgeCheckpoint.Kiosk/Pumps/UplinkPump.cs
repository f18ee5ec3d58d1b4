using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Kiosk.Clock;
using EdgeCheckpoint.Kiosk.Composition;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Kiosk.Trust;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Uplink.Delivery;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Journal to district. Shares nothing else with the loop, so no network can delay an admission.</summary>
internal sealed class UplinkPump(
    KioskOptions options,
    IOutbox outbox,
    IEventSource journal,
    IKioskReporter reporter,
    SensorStates states,
    KioskTrust trust,
    ICommandHandler commands,
    WallClock clock,
    TimeProvider time,
    ILogger<UplinkPump> log) : Pump(time, log)
{
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        Site site = KioskParts.Site(options);
        string session = DistrictUplink.NewSession();
        await using MqttClient client = MqttClient.Start(ClientOptions(site, session));
        var delivery = new UplinkOptions
        {
            Site = site,
            Simulated = options.Simulation.Stage.Length > 0,
            AlarmFile = Path.Combine(options.Journal.Folder, "uplink-alarms"),
            HomeAssistantPrefix = options.Broker.HomeAssistantPrefix is { Length: > 0 } prefix ? prefix : null,
        };
        var uplink = new DistrictUplink(delivery, new MqttBroker(client), session, outbox, journal, reporter, clock.Stamp, Time)
        {
            Commands = KioskParts.Commands(options, commands, clock.Stamp, log),
            Documents = trust.Store is null ? null : trust.Inbox,
            Logger = Logger,
        };
        await using (uplink)
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            Task watch = WatchAsync(client, ended.Token);
            await uplink.RunAsync(stoppingToken);
            await ended.CancelAsync();
            await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private MqttClientOptions ClientOptions(Site site, string session) => new()
    {
        Host = options.Broker.Host,
        Port = options.Broker.Port,
        ClientId = site.Device,
        UserName = site.Device,
        Tls = options.Broker.AuthorityFile.Length == 0 ? null : new MqttTls(
            options.Broker.AuthorityFile,
            options.Broker.CertificateFile.Length > 0 ? options.Broker.CertificateFile : null,
            options.Broker.KeyFile.Length > 0 ? options.Broker.KeyFile : null),
        Will = DistrictUplink.Will(site, session),
        Time = Time,
    };

    private async Task WatchAsync(MqttClient client, CancellationToken cancellationToken)
    {
        await foreach (MqttConnectionState state in client.StatesAsync(cancellationToken))
        {
            if (state.Phase == MqttPhase.Connecting)
            {
                // Nothing is known yet; the first failure is told as any other.
                continue;
            }

            bool online = state.Phase == MqttPhase.Connected;
            LinkState now = online ? LinkState.Online : LinkState.Offline;
            if (now != states.Network)
            {
                Log.Broker(Logger, options.Broker.Host, options.Broker.Port, online ? "connected" : $"not reachable, events wait in the journal: {state.Detail}");
            }

            states.Network = now;
        }
    }
}

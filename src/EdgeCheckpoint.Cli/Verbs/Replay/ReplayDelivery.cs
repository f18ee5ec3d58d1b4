using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Uplink.Delivery;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Cli.Verbs.Replay;

/// <summary>Brings a replay's events to a broker, as a kiosk would.</summary>
internal sealed class ReplayDelivery(Site site, SqliteOutbox outbox) : IKioskReporter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Delivers until the district has acknowledged everything, or patience ends.</summary>
    /// <returns>Events that still wait.</returns>
    public async Task<long> DeliverAsync(string host, int port, CancellationToken cancellationToken)
    {
        string session = DistrictUplink.NewSession();
        await using MqttClient client = MqttClient.Start(new MqttClientOptions
        {
            Host = host, Port = port, ClientId = site.Device, UserName = site.Device, Will = DistrictUplink.Will(site, session),
        });
        await using var uplink = new DistrictUplink(
            new UplinkOptions { Site = site }, new MqttBroker(client), session, outbox, outbox, this, Now, TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task running = uplink.RunAsync(stop.Token);
        long from = TimeProvider.System.GetTimestamp();
        while (Waiting() > 0 && TimeProvider.System.GetElapsedTime(from) < Patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }

        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Waiting();
    }

    public KioskInfo Info() => new("replay", "replay", site.Checkpoint, ["thermal", "qr"], new Dictionary<string, string>());

    public IReadOnlyList<string> Limits() => [];

    public KioskHealth Health() => new() { At = TimeProvider.System.GetUtcNow(), Clock = ClockState.Synced };

    private long Waiting() => outbox.Epochs().Sum(static e => e.Waiting);

    private static EventTime Now() => new(TimeProvider.System.GetUtcNow(), ClockState.Synced, "replay", 0);
}

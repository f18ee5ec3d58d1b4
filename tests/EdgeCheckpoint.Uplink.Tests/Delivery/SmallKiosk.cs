using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Commands;
using EdgeCheckpoint.Uplink.Delivery;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Tests.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Delivery;

/// <summary>An uplink over a journal and a real broker.</summary>
internal sealed class SmallKiosk : IAsyncDisposable, IKioskReporter
{
    private readonly CancellationTokenSource _stop = new();
    private readonly DistrictUplink _uplink;
    private readonly Task _run;

    public SmallKiosk(SqliteOutbox outbox, int port)
        : this(outbox, port, static o => o)
    {
    }

    public SmallKiosk(SqliteOutbox outbox, int port, Func<UplinkOptions, UplinkOptions> change, CommandGate? commands = null, Func<EventTime>? now = null)
    {
        string session = DistrictUplink.NewSession();
        var client = MqttClient.Start(new MqttClientOptions
        {
            Host = MosquittoProcess.Host,
            Port = port,
            ClientId = Sample.Site.Device,
            Will = DistrictUplink.Will(Sample.Site, session),
            MinimumBackoff = TimeSpan.FromMilliseconds(20),
            MaximumBackoff = TimeSpan.FromMilliseconds(200),
        });
        UplinkOptions options = change(new UplinkOptions { Site = Sample.Site, AckTimeout = TimeSpan.FromMilliseconds(300) });
        _uplink = new DistrictUplink(options, new MqttBroker(client), session, outbox, outbox, this, now ?? (static () => Sample.Time()), TimeProvider.System) { Commands = commands };
        _run = _uplink.RunAsync(_stop.Token);
    }

    public IReadOnlyList<string> LimitsNow { get; set; } = [];

    public KioskInfo Info() => new("0.1.0", "b1", "北门一号", ["thermal", "qr"], new Dictionary<string, string>());

    public IReadOnlyList<string> Limits() => LimitsNow;

    public Func<KioskHealth> HealthNow { get; set; } = static () => new() { At = Sample.Time().Wall, Clock = ClockState.Synced };

    public KioskHealth Health() => HealthNow();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.EndsAsync("the uplink, after it was asked to stop");
        await _uplink.DisposeAsync();
        _stop.Dispose();
    }
}

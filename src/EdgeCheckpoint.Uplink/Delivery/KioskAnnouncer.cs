using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>Publishes the birth at every connection, status and health at an interval and when something changes, and a goodbye at the end.</summary>
internal sealed class KioskAnnouncer(
    UplinkOptions options,
    MessagePublisher publisher,
    string session,
    IEventSource source,
    IKioskReporter reporter,
    TimeProvider time)
{
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How often it is looked whether limits or sensors have changed.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly Wakeup _births = new();
    private volatile bool _connected;

    public static MqttMessage StatusMessage(Site site, KioskStatus status) =>
        new(Topics.Status(site), KioskJson.Encode(status)) { Retain = true };

    public void SetConnected(bool connected)
    {
        _connected = connected;
        if (connected)
        {
            _births.Signal();
        }
    }

    /// <summary>Info at every connection; status and health then too, at the interval, and as soon as limits or sensors change.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan look = options.HealthInterval < LookInterval ? options.HealthInterval : LookInterval;
        string told = "";
        MonotonicInstant toldAt = MonotonicInstant.Now(time);
        bool owesBirth = true;
        while (true)
        {
            bool born = await _births.WaitAsync(look, time, cancellationToken).ConfigureAwait(false);
            owesBirth |= born;
            if (!_connected)
            {
                continue;
            }

            KioskStatus status = Status();
            KioskHealth health = reporter.Health();
            string state = string.Join(',', status.Reasons.Concat(health.Sensors.Select(static s => $"{s.Key}={s.Value}")));
            if (!born && state == told && MonotonicInstant.Now(time) - toldAt < options.HealthInterval)
            {
                continue;
            }

            if (owesBirth)
            {
                owesBirth = !await PublishBirthAsync(cancellationToken).ConfigureAwait(false);
            }

            // The status is also the heartbeat for readers of brokers that keep no retained messages.
            await publisher.PublishAsync(StatusMessage(options.Site, status), cancellationToken).ConfigureAwait(false);
            await publisher.PublishAsync(HealthMessage(health), cancellationToken).ConfigureAwait(false);
            (told, toldAt) = (state, MonotonicInstant.Now(time));
        }
    }

    /// <summary>Leaves word that the kiosk went on purpose.</summary>
    public async Task SayGoodbyeAsync()
    {
        if (_connected)
        {
            using var timeout = new CancellationTokenSource(GoodbyeTimeout, time);
            Task goodbye = publisher.PublishAsync(StatusMessage(options.Site, new KioskStatus(KioskState.Offline, session, ["stopped"])), timeout.Token);
            await goodbye.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Whether the broker took it; if not it is sent again with the next reading of health.</returns>
    private async Task<bool> PublishBirthAsync(CancellationToken cancellationToken)
    {
        bool taken = options.HomeAssistantPrefix is not { } prefix
            || await publisher.PublishAsync(HomeAssistantDiscovery.Message(prefix, options.Site, Info()), cancellationToken).ConfigureAwait(false);
        return await publisher.PublishAsync(new MqttMessage(Topics.Info(options.Site), KioskJson.Encode(Info())) { Retain = true }, cancellationToken).ConfigureAwait(false) && taken;
    }

    private KioskInfo Info() => reporter.Info() with { Epoch = source.Epochs() is [.., var current] ? current.Epoch : "" };

    private KioskStatus Status()
    {
        IReadOnlyList<string> limits = reporter.Limits();
        return new KioskStatus(limits.Count == 0 ? KioskState.Online : KioskState.Degraded, session, limits);
    }

    private MqttMessage HealthMessage(KioskHealth health) =>
        new(Topics.Telemetry(options.Site, "health"), KioskJson.Encode(health with { Queue = source.Queue() }))
        {
            Retain = true,
            ExpirySeconds = (uint)(options.HealthInterval.TotalSeconds * 3) + 1,
        };
}

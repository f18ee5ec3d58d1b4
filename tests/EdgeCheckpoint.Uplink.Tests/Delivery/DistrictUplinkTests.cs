using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Delivery;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Tests.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Delivery;

/// <summary>The whole uplink over a broker in memory.</summary>
public sealed class DistrictUplinkTests : IAsyncLifetime, IKioskReporter
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedBroker _broker = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SqliteOutbox _outbox;
    private readonly DistrictUplink _uplink;
    private Func<KioskHealth> _health = static () => new KioskHealth();
    private Task _run = Task.CompletedTask;

    public DistrictUplinkTests()
    {
        _outbox = Sample.Outbox(_folder);
        _outbox.Open();
        var options = new UplinkOptions { Site = Sample.Site, RefusedPause = TimeSpan.FromMilliseconds(1), AlarmFile = _folder.File("alarms") };
        _uplink = new DistrictUplink(options, _broker, "s1", _outbox, _outbox, this, static () => Sample.Time(), TimeProvider.System);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.EndsAsync("the uplink, after it was asked to stop");
        await _uplink.DisposeAsync();
        _outbox.Dispose();
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_subscription_the_broker_refuses_is_an_alarm_and_asked_again_until_it_is_granted()
    {
        bool strict = true;
        _broker.OnSubscribe = _ => Volatile.Read(ref strict) ? MqttReason.NotAuthorized : MqttReason.GrantedQos1;
        Start();
        await Patience.UntilAsync(() => Sample.Alarms(_outbox).Contains((AlarmCodes.SubscriptionRefused, true)), "the alarm is raised");
        Volatile.Write(ref strict, false);
        await Patience.UntilAsync(() => Sample.Alarms(_outbox).Contains((AlarmCodes.SubscriptionRefused, false)), "the alarm is cleared");
    }

    [Fact]
    public async Task Events_are_delivered_though_the_kiosk_cannot_tell_how_it_does()
    {
        _health = static () => throw new IOException("the disk is gone");
        Start();
        for (int i = 1; i <= 20; i++)
        {
            _outbox.Append(Sample.Scan(i), Sample.Time());
            await Patience.UntilAsync(() => _broker.Published.Count(static m => m.Topic == Topics.Event(Sample.Site, "scan")) == i, $"event {i} is sent");
        }

        Assert.False(_run.IsCompleted);
    }

    public KioskInfo Info() => new("0.1.0", "b1", "北门一号", ["qr"], new Dictionary<string, string>());

    public IReadOnlyList<string> Limits() => [];

    public KioskHealth Health() => _health();

    private void Start()
    {
        _run = _uplink.RunAsync(_stop.Token);
        _broker.Connect();
    }
}

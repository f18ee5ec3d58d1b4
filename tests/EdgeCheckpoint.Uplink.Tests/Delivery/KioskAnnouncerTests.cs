using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Delivery;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Tests.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Delivery;

/// <summary>What a kiosk says of itself, and when.</summary>
public sealed class KioskAnnouncerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_sensor_that_changes_is_told_within_a_second_and_not_again_before_the_interval()
    {
        using var folder = new TemporaryFolder();
        using SqliteOutbox outbox = Sample.Outbox(folder);
        await using var broker = new ScriptedBroker();
        var clock = new ManualTime();
        var time = new WaitedTime(clock);
        var kiosk = new ChangingKiosk();
        var publisher = new MessagePublisher(broker, new AlarmLatch(outbox, static () => Sample.Time()));
        var announcer = new KioskAnnouncer(new UplinkOptions { Site = Sample.Site, HealthInterval = TimeSpan.FromSeconds(30) }, publisher, "s1", outbox, kiosk, time);
        using var stop = new CancellationTokenSource();
        Task run = announcer.RunAsync(stop.Token);

        announcer.SetConnected(true);
        Assert.Equal("fault", await CameraAsync(broker, 0));
        kiosk.Camera = "ok";
        Assert.Equal(Second, await PassUntilAsync(clock, time, () => Healths(broker).Count == 2));
        Assert.Equal("ok", await CameraAsync(broker, 1));
        Assert.Equal(30 * Second, await PassUntilAsync(clock, time, () => Healths(broker).Count == 3));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task What_the_broker_refuses_is_an_alarm_until_it_takes_it_and_is_sent_again()
    {
        using var folder = new TemporaryFolder();
        using SqliteOutbox outbox = Sample.Outbox(folder);
        outbox.Open();
        bool strict = true;
        await using var broker = new ScriptedBroker
        {
            OnPublish = m => Task.FromResult(Volatile.Read(ref strict) && !m.Topic.EndsWith("/status", StringComparison.Ordinal) ? ScriptedBroker.Refused : ScriptedBroker.Accepted),
        };
        var clock = new ManualTime();
        var time = new WaitedTime(clock);
        var publisher = new MessagePublisher(broker, new AlarmLatch(outbox, static () => Sample.Time()));
        var announcer = new KioskAnnouncer(new UplinkOptions { Site = Sample.Site }, publisher, "s1", outbox, new ChangingKiosk(), time);
        using var stop = new CancellationTokenSource();
        Task run = announcer.RunAsync(stop.Token);
        announcer.SetConnected(true);
        await PassUntilAsync(clock, time, () => Healths(broker).Count == 1);
        Assert.Equal([(AlarmCodes.MessageRefused, true)], Sample.Alarms(outbox));

        Volatile.Write(ref strict, false);
        await PassUntilAsync(clock, time, () => Healths(broker).Count == 2);
        Assert.Equal([(AlarmCodes.MessageRefused, true), (AlarmCodes.MessageRefused, false)], Sample.Alarms(outbox));
        Assert.Equal(2, broker.Published.Count(static m => m.Topic == Topics.Info(Sample.Site)));
        await PassUntilAsync(clock, time, () => Healths(broker).Count == 3);
        Assert.Equal(2, broker.Published.Count(static m => m.Topic == Topics.Info(Sample.Site)));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private static IReadOnlyList<MqttMessage> Healths(ScriptedBroker broker) =>
        [.. broker.Published.Where(static m => m.Topic.EndsWith("/health", StringComparison.Ordinal))];

    private static async Task<string> CameraAsync(ScriptedBroker broker, int index)
    {
        await Patience.UntilAsync(() => Healths(broker).Count > index, $"reading {index} of health is published");
        return KioskJson.DecodeHealth(Healths(broker)[index].Payload.Span)!.Sensors["camera"];
    }

    /// <summary>Lets seconds pass, each only when the one before has been used; says how many it took.</summary>
    private static async Task<TimeSpan> PassUntilAsync(ManualTime clock, WaitedTime time, Func<bool> holds)
    {
        for (TimeSpan passed = TimeSpan.Zero; ; passed += Second)
        {
            await Patience.UntilAsync(() => time.IsWaitedFor, "the announcer waits for time to pass");

            if (holds())
            {
                return passed;
            }

            clock.Advance(Second);
        }
    }

    private sealed class ChangingKiosk : IKioskReporter
    {
        public volatile string Camera = "fault";

        public KioskInfo Info() => new("0.1.0", "b1", "北门一号", ["qr"], new Dictionary<string, string>());

        public IReadOnlyList<string> Limits() => [];

        public KioskHealth Health() => new() { Sensors = new Dictionary<string, string> { ["camera"] = Camera } };
    }
}

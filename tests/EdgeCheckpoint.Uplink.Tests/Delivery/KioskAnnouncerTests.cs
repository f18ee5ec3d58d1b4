using System.Collections.Concurrent;
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
        await using var broker = new PatientBroker();
        var clock = new ManualTime();
        var time = new WaitedTime(clock);
        var kiosk = new ChangingKiosk();
        var announcer = new KioskAnnouncer(new UplinkOptions { Site = Sample.Site, HealthInterval = TimeSpan.FromSeconds(30) }, broker, "s1", outbox, kiosk, time);
        using var stop = new CancellationTokenSource();
        Task run = announcer.RunAsync(stop.Token);

        announcer.SetConnected(true);
        Assert.Equal("fault", await broker.CameraAsync(0));
        kiosk.Camera = "ok";
        Assert.Equal(Second, await PassUntilAsync(clock, time, () => broker.Healths == 2));
        Assert.Equal("ok", await broker.CameraAsync(1));
        Assert.Equal(30 * Second, await PassUntilAsync(clock, time, () => broker.Healths == 3));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    /// <summary>Lets seconds pass, each only when the one before has been used; says how many it took.</summary>
    private static async Task<TimeSpan> PassUntilAsync(ManualTime clock, WaitedTime time, Func<bool> holds)
    {
        for (TimeSpan passed = TimeSpan.Zero; ; passed += Second)
        {
            while (!time.IsWaitedFor)
            {
                await Task.Yield();
            }

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

    /// <summary>Takes everything at once and remembers it.</summary>
    private sealed class PatientBroker : IBroker
    {
        private readonly ConcurrentQueue<MqttMessage> _healths = [];

        public int Healths => _healths.Count;

        public async Task<string> CameraAsync(int index)
        {
            while (_healths.Count <= index)
            {
                await Task.Yield();
            }

            return KioskJson.DecodeHealth(_healths.ElementAt(index).Payload.Span)!.Sensors["camera"];
        }

        public Task<MqttPublishResult> PublishAsync(MqttMessage message, CancellationToken cancellationToken)
        {
            if (message.Topic.EndsWith("/health", StringComparison.Ordinal))
            {
                _healths.Enqueue(message);
            }

            return Task.FromResult(new MqttPublishResult(MqttPublishOutcome.Accepted, MqttReason.Success));
        }

        public Task<MqttSubscribeResult> SubscribeAsync(string filter, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<MqttMessage> ReadMessagesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<MqttConnectionState> ReadStatesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

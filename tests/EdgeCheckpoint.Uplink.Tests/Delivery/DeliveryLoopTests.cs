using System.Collections;
using System.Reflection;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Delivery;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Tests.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Delivery;

/// <summary>The loop between a real journal and a broker in memory, on a clock that the test moves.</summary>
public sealed class DeliveryLoopTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _clock = new();
    private readonly ScriptedBroker _broker = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SqliteOutbox _outbox;
    private readonly WatchedSource _source;
    private readonly WaitedTime _time;
    private readonly EventPublisher _publisher;
    private readonly DeliveryLoop _loop;
    private Task _run = Task.CompletedTask;

    public DeliveryLoopTests()
    {
        _time = new WaitedTime(_clock);
        _outbox = Sample.Outbox(_folder);
        _source = new WatchedSource(_outbox);
        var options = new UplinkOptions { Site = Sample.Site, PublishWindow = 2, AckWindow = 4, AckTimeout = TimeSpan.FromSeconds(10), MaximumAckTimeout = TimeSpan.FromMinutes(5) };
        var alarms = new AlarmLatch(_outbox, static () => Sample.Time());
        _publisher = new EventPublisher(options, _broker, alarms, static () => Sample.Time());
        _loop = new DeliveryLoop(options, _source, _publisher, alarms, _time);
    }

    public Task InitializeAsync()
    {
        _outbox.Append(Sample.Scan(), Sample.Time());

        // The rate of the backlog grants nothing at its first moment.
        _clock.Advance(Second);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _outbox.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Silence_of_the_district_is_an_alarm_after_some_repetitions_and_over_with_the_next_ack()
    {
        await ConnectAsync();
        Assert.Equal((10, 20), (await RepeatedAfterAsync(), await RepeatedAfterAsync()));
        Assert.Empty(Alarms());
        Assert.Equal(40, await RepeatedAfterAsync());
        Assert.Equal([(AlarmCodes.AckMissing, true)], Alarms());

        Assert.True(_loop.Acknowledge(new DurableAck(Epoch, 1)));
        Assert.Equal([(AlarmCodes.AckMissing, true), (AlarmCodes.AckMissing, false)], Alarms());
    }

    [Fact]
    public async Task A_new_connection_waits_for_acks_as_patiently_as_the_first()
    {
        await ConnectAsync();
        Assert.Equal((10, 20), (await RepeatedAfterAsync(), await RepeatedAfterAsync()));
        _loop.SetConnected(false);
        await ConnectAsync();
        Assert.Equal(10, await RepeatedAfterAsync());
    }

    [Fact]
    public async Task Alarms_on_wrong_acks_end_with_the_next_right_one()
    {
        await ConnectAsync();
        Assert.False(_loop.Acknowledge(new DurableAck("an-older-journal", 100)));
        Assert.False(_loop.Acknowledge(new DurableAck("an-older-journal", 101)));
        Assert.Equal([(AlarmCodes.AckUnknownEpoch, true)], Alarms());
        Assert.True(_loop.Acknowledge(new DurableAck(Epoch, 1)));
        Assert.Equal([(AlarmCodes.AckUnknownEpoch, true), (AlarmCodes.AckUnknownEpoch, false)], Alarms());
    }

    [Fact]
    public async Task A_publish_that_stays_unanswered_is_watched_once_however_many_appends_pass()
    {
        _broker.OnPublish = static _ => new TaskCompletionSource<MqttPublishResult>().Task;
        await ConnectAsync();
        Task watching = _loop.WatchAppendsAsync(_stop.Token);
        for (int i = 0; i < 50; i++)
        {
            int looks = _source.Looks;
            _source.Tick();
            await Patience.UntilAsync(() => _source.Looks > looks && _time.IsWaitedFor, "the loop looks after an append");
        }

        Assert.False(watching.IsCompleted);
        object? continuation = typeof(Task).GetField("m_continuationObject", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(_publisher.Oldest);
        Assert.True(continuation is not ICollection several || several.Count <= 2, "each append left a continuation behind");
    }

    [Fact]
    public async Task A_journal_that_is_replaced_while_live_events_wait_for_the_broker_costs_none_of_the_new_ones()
    {
        var answer = new TaskCompletionSource<MqttPublishResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _broker.OnPublish = _ => answer.Task;
        await ConnectAsync();
        string old = Epoch;
        Append(3);
        Task watching = _loop.WatchAppendsAsync(_stop.Token);
        _source.Tick();
        await Patience.UntilAsync(() => Sent == 2, "the window is full");

        await ReplaceAsync();

        // At the district's word, whatever it is, the loop looks at the journal.
        _loop.Acknowledge(new DurableAck(old, 1));
        EventKey key = Append(1);
        answer.SetResult(ScriptedBroker.Accepted);
        await Patience.UntilAsync(() => WasSent(key), "the event of the new epoch is sent");
        Assert.False(watching.IsCompleted);
    }

    [Fact]
    public async Task An_epoch_that_stays_silent_holds_up_the_next_for_one_timeout_though_live_events_are_acknowledged()
    {
        Append(9);
        await ReplaceAsync();
        EventKey waiting = Append(1);
        await ReplaceAsync();
        await ConnectAsync();
        Task watching = _loop.WatchAppendsAsync(_stop.Token);
        for (int seconds = 0; seconds < 12; seconds += 4)
        {
            Assert.False(WasSent(waiting));
            _clock.Advance(4 * Second);
            EventKey live = Append(1);
            _source.Tick();
            await Patience.UntilAsync(() => WasSent(live), "the live event is sent");
            Assert.True(_loop.Acknowledge(new DurableAck(live.Epoch, live.Sequence)));
        }

        await Patience.UntilAsync(() => WasSent(waiting), "the backlog of the next epoch is sent");
        Assert.DoesNotContain((AlarmCodes.AckMissing, true), Alarms());
        Assert.False(watching.IsCompleted);
    }

    [Fact]
    public async Task What_waits_in_an_older_epoch_that_the_district_holds_more_of_moves_to_the_one_in_use()
    {
        Append(2);
        string old = Epoch;
        await ReplaceAsync();
        await ConnectAsync();
        Assert.False(_loop.Acknowledge(new DurableAck(old, 900)));
        Assert.Equal((old, 0), (_outbox.Epochs()[0].Epoch, _outbox.Epochs()[0].Waiting));
        Assert.Equal(2, _outbox.Epochs().Count);
        Assert.Equal(4, Scans(Epoch));
    }

    [Fact]
    public void A_watermark_beyond_what_the_journal_held_when_it_was_opened_and_what_was_sent_since_is_a_set_back_however_much_was_appended()
    {
        string old = Epoch;
        Append(9);
        Assert.False(_loop.Acknowledge(new DurableAck(old, 5)));
        Assert.NotEqual(old, Epoch);
        Assert.Equal((0, 10), (_outbox.Epochs()[0].Waiting, Scans(Epoch)));
    }

    [Fact]
    public async Task An_ack_of_what_was_just_sent_is_no_set_back()
    {
        await ConnectAsync();
        string epoch = Epoch;
        Append(3);
        Assert.True(_loop.Acknowledge(new DurableAck(epoch, 1)));
        Assert.Equal(epoch, Epoch);
    }

    private string Epoch => _outbox.Epochs()[^1].Epoch;

    private int Sent => _broker.Published.Count;

    private int Scans(string epoch) => Sample.All(_outbox).Count(e => e.Key.Epoch == epoch && e.Kind == ScanEvent.KindName);

    private bool WasSent(EventKey key) =>
        _broker.Published.Any(m => EnvelopeCodec.TryDecode(m.Payload, out Envelope envelope, out _) && envelope.Key == key);

    /// <returns>The key of the last one.</returns>
    private EventKey Append(int count) =>
        Enumerable.Range(0, count).Select(_ => _outbox.Append(Sample.Scan(), Sample.Time())).ToList()[^1].Key;

    /// <summary>The journal's file is deleted: new events join a new epoch, and what the old one held is brought over.</summary>
    private async Task ReplaceAsync()
    {
        File.Delete(Directory.GetFiles(_folder.File("outbox"), "journal-*.db").Order().Last());
        Append(1);
        await _outbox.Salvaged;
    }

    private async Task ConnectAsync()
    {
        int sent = Sent;
        _loop.SetConnected(true);
        _run = _run == Task.CompletedTask ? _loop.RunAsync(_stop.Token) : _run;
        await Patience.UntilAsync(() => Sent > sent && _time.IsWaitedFor, "the event is sent and its ack waited for");
    }

    /// <summary>Seconds that pass before everything is sent again.</summary>
    private async Task<int> RepeatedAfterAsync()
    {
        int sent = Sent;
        for (int seconds = 0; ; seconds++)
        {
            await Patience.UntilAsync(() => _time.IsWaitedFor, "the loop waits");
            if (Sent > sent)
            {
                return seconds;
            }

            _clock.Advance(Second);
        }
    }

    private IReadOnlyList<(string, bool)> Alarms() => Sample.Alarms(_outbox);

    /// <summary>A journal that counts how often it is looked at, and says that something was appended when the test does.</summary>
    private sealed class WatchedSource(IEventSource inner) : IEventSource
    {
        private readonly SemaphoreSlim _appended = new(0);
        private int _looks;

        public int Looks => Volatile.Read(ref _looks);

        public void Tick() => _appended.Release();

        public IReadOnlyList<EpochState> Epochs()
        {
            Interlocked.Increment(ref _looks);
            return inner.Epochs();
        }

        public IReadOnlyList<StoredEvent> Read(JournalPosition from, JournalPosition to, int limit) => inner.Read(from, to, limit);

        public void MarkSent(JournalPosition position) => inner.MarkSent(position);

        public void Acknowledge(string epoch, long watermark) => inner.Acknowledge(epoch, watermark);

        public void BeginEpochAfterSetBack(string epoch, long watermark) => inner.BeginEpochAfterSetBack(epoch, watermark);

        public QueueHealth Queue() => inner.Queue();

        public Task WaitForAppendAsync(CancellationToken cancellationToken) => _appended.WaitAsync(cancellationToken);
    }
}

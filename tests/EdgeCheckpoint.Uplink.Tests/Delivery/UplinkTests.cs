using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Delivery;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Tests.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Delivery;

/// <summary>The uplink against a real mosquitto.</summary>
public sealed class UplinkTests
{
    private static CancellationToken Deadline() => new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System).Token;

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Backlog_and_live_events_reach_the_district_and_leave_the_journal()
    {
        CancellationToken token = Deadline();
        using var folder = new TemporaryFolder();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        using var outbox = new SqliteOutbox(Sample.Options(folder) with { RetainAcknowledged = TimeSpan.Zero }, TimeProvider.System);
        Append(outbox, 300);
        string epoch = outbox.Epochs()[^1].Epoch;
        await using SmallDistrict district = await SmallDistrict.StartAsync(broker.Port, Sample.Site, token);
        // On a busy machine an ack may be late; what is sent twice is another test's subject.
        await using var kiosk = new SmallKiosk(outbox, broker.Port, static o => o with { AckTimeout = TimeSpan.FromMinutes(2) });

        await district.ReachAsync(epoch, 300, token);
        Append(outbox, 10);
        await district.ReachAsync(epoch, 310, token);

        IReadOnlyList<Envelope> arrived = district.Arrived();
        Assert.Equal(Enumerable.Range(1, 310).Select(static i => (long)i), arrived.Select(static e => e.Key.Sequence));
        Assert.All(arrived, static e => Assert.Equal(e.Key.Sequence <= 300 ? Replay.Backfill : Replay.Live, e.Replay));
        while (outbox.Epochs()[^1].Waiting > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, token);
        }
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Nothing_is_lost_though_the_broker_is_killed_and_forgets_everything()
    {
        CancellationToken token = Deadline();
        using var folder = new TemporaryFolder();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        using SqliteOutbox outbox = Sample.Outbox(folder);
        outbox.Open();
        string epoch = outbox.Epochs()[^1].Epoch;
        await using SmallDistrict district = await SmallDistrict.StartAsync(broker.Port, Sample.Site, token);
        await using var kiosk = new SmallKiosk(outbox, broker.Port);
        for (int round = 1; round <= 5; round++)
        {
            Append(outbox, 40);
            await district.ReachAsync(epoch, round * 60 - 40, token);
            await broker.KillAsync();
            broker.DeleteDatabase();
            Append(outbox, 20);
            await broker.RestartAsync(token);
        }

        await district.ReachAsync(epoch, 300, token);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task An_ack_beyond_what_was_sent_is_refused_and_alarmed()
    {
        CancellationToken token = Deadline();
        using var folder = new TemporaryFolder();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        using SqliteOutbox outbox = Sample.Outbox(folder);
        Append(outbox, 3);
        string epoch = outbox.Epochs()[^1].Epoch;
        await using SmallDistrict district = await SmallDistrict.StartAsync(broker.Port, Sample.Site, token);
        district.Acknowledges = false;
        await using var kiosk = new SmallKiosk(outbox, broker.Port);
        await district.ReachAsync(epoch, 3, token);

        await using var forger = MqttClient.Start(new MqttClientOptions { Host = MosquittoProcess.Host, Port = broker.Port, ClientId = "forger" });
        await forger.PublishAsync(new MqttMessage(Topics.Ack(Sample.Site), ContractJson.Encode(new DurableAck(epoch, 1000))), token);

        while (!district.Arrived().Any(static e => e.Data is AlarmEvent { Code: "uplink-ack-beyond-sent", Active: true }))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, token);
        }

        // Beyond the whole journal: what waits goes out under new keys, so that no sequence is used twice.
        while (district.Arrived().Count(e => e.Key.Epoch != epoch && e.Data is ScanEvent) < 3)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, token);
        }
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task An_event_that_the_access_list_forbids_raises_an_alarm_and_arrives_once_it_is_allowed()
    {
        CancellationToken token = Deadline();
        const string allButScans = "topic read #\ntopic write ecp/v1/+/+/+/evt/alarm\ntopic write ecp/v1/+/+/+/ack\n";
        using var folder = new TemporaryFolder();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(new MosquittoOptions { AccessList = allButScans }, TimeProvider.System, token);
        using SqliteOutbox outbox = Sample.Outbox(folder);
        Append(outbox, 1);
        await using SmallDistrict district = await SmallDistrict.StartAsync(broker.Port, Sample.Site, token);
        await using var kiosk = new SmallKiosk(outbox, broker.Port, static o => o with { RefusedPause = TimeSpan.FromMilliseconds(50) });
        await ArrivedAsync(district, static e => e.Data is AlarmEvent { Code: AlarmCodes.EventRefused, Active: true }, token);
        Assert.DoesNotContain(district.Arrived(), static e => e.Data is ScanEvent);

        broker.WriteAccessList("topic readwrite #\n");
        broker.Reload();
        await ArrivedAsync(district, static e => e.Data is ScanEvent, token);
        await ArrivedAsync(district, static e => e.Data is AlarmEvent { Code: AlarmCodes.EventRefused, Active: false }, token);
        await district.ReachAsync(outbox.Epochs()[^1].Epoch, outbox.Epochs()[^1].Last, token);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task What_is_left_is_delivered_though_more_events_were_dropped_for_space_than_the_window_holds()
    {
        CancellationToken token = Deadline();
        using var folder = new TemporaryFolder();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        OutboxOptions tight = Sample.Options(folder) with { BudgetBytes = (8 << 20) + (256 << 10), WhenFull = WhenFull.ReplaceOldest };
        using var outbox = new SqliteOutbox(tight, TimeProvider.System);
        while (outbox.Queue().Dropped <= new UplinkOptions { Site = Sample.Site }.AckWindow)
        {
            Append(outbox, 50);
        }

        EpochState epoch = outbox.Epochs()[^1];
        await using SmallDistrict district = await SmallDistrict.StartAsync(broker.Port, Sample.Site, token);
        await using var kiosk = new SmallKiosk(outbox, broker.Port);
        await district.ReachAsync(epoch.Epoch, epoch.Last, token);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task An_event_larger_than_the_broker_takes_holds_up_no_other()
    {
        CancellationToken token = Deadline();
        using var folder = new TemporaryFolder();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(new MosquittoOptions { ExtraLines = ["max_packet_size 2000"] }, TimeProvider.System, token);
        using SqliteOutbox outbox = Sample.Outbox(folder);
        Append(outbox, 3);
        outbox.Append(Sample.Scan() with { Notice = new string('x', 3000) }, Sample.Time());
        Append(outbox, 3);
        await using SmallDistrict district = await SmallDistrict.StartAsync(broker.Port, Sample.Site, token);
        await using var kiosk = new SmallKiosk(outbox, broker.Port);
        await district.ReachAsync(outbox.Epochs()[^1].Epoch, 7, token);
        Assert.Contains(district.Arrived(), static e => e.Key.Sequence == 4 && e.Data is GapEvent);
        Assert.Equal(7, Sample.All(outbox).Count(static e => e.Kind == ScanEvent.KindName));
    }

    private static async Task ArrivedAsync(SmallDistrict district, Func<Envelope, bool> awaited, CancellationToken token)
    {
        while (!district.Arrived().Any(awaited))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, token);
        }
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_broker_that_keeps_no_retained_messages_will_do()
    {
        CancellationToken token = Deadline();
        using var folder = new TemporaryFolder();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(new MosquittoOptions { ExtraLines = ["retain_available false"] }, TimeProvider.System, token);
        using SqliteOutbox outbox = Sample.Outbox(folder);
        Append(outbox, 20);
        await using var listener = MqttClient.Start(new MqttClientOptions { Host = MosquittoProcess.Host, Port = broker.Port, ClientId = "listener" });
        await listener.SubscribeAsync(Topics.Status(Sample.Site), MqttQuality.AtLeastOnce, token);
        await using SmallDistrict district = await SmallDistrict.StartAsync(broker.Port, Sample.Site, token);
        await using var kiosk = new SmallKiosk(outbox, broker.Port);
        await district.ReachAsync(outbox.Epochs()[^1].Epoch, 20, token);
        await foreach (MqttMessage heartbeat in listener.Messages.WithCancellation(token))
        {
            Assert.Equal(Topics.Status(Sample.Site), heartbeat.Topic);
            break;
        }
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Birth_and_goodbye_are_retained()
    {
        CancellationToken token = Deadline();
        using var folder = new TemporaryFolder();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        await using var listener = MqttClient.Start(new MqttClientOptions { Host = MosquittoProcess.Host, Port = broker.Port, ClientId = "listener" });
        using SqliteOutbox outbox = Sample.Outbox(folder);
        outbox.Open();
        await using (var kiosk = new SmallKiosk(outbox, broker.Port))
        {
            await listener.SubscribeAsync($"{Topics.Prefix(Sample.Site)}/#", MqttQuality.AtLeastOnce, token);
            Assert.Equal(KioskState.Online, await StatusAsync(listener, token));
        }

        Assert.Equal(KioskState.Offline, await StatusAsync(listener, token));
    }

    private static async Task<KioskState?> StatusAsync(MqttClient listener, CancellationToken token)
    {
        await foreach (MqttMessage message in listener.Messages.WithCancellation(token))
        {
            if (message.Topic == Topics.Status(Sample.Site))
            {
                return KioskJson.DecodeStatus(message.Payload.Span)?.State;
            }
        }

        return null;
    }

    private static void Append(SqliteOutbox outbox, int count)
    {
        for (int i = 0; i < count; i++)
        {
            outbox.Append(Sample.Scan(i), Sample.Time(i));
        }
    }
}

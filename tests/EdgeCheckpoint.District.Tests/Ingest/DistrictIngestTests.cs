using System.Text.Json;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.District.Ingest;
using EdgeCheckpoint.District.Store;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using static EdgeCheckpoint.District.Tests.Events;

namespace EdgeCheckpoint.District.Tests.Ingest;

/// <summary>From a real broker into the store and back as an ack.</summary>
public sealed class DistrictIngestTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(2), TimeProvider.System);
    private MosquittoProcess _broker = null!;
    private MqttClient _kiosk = null!;

    public async Task InitializeAsync()
    {
        if (new NeedsFactAttribute(program: "mosquitto").Skip is null)
        {
            _broker = await MosquittoProcess.StartAsync(_deadline.Token);
            _kiosk = Client("kiosk-7");
            await _kiosk.SubscribeAsync(Topics.Ack(Kiosk), MqttQuality.AtLeastOnce, _deadline.Token);
        }
    }

    public async Task DisposeAsync()
    {
        if (_broker is not null)
        {
            await _kiosk.DisposeAsync();
            await _broker.DisposeAsync();
        }
    }

    public void Dispose()
    {
        _deadline.Dispose();
        _folder.Dispose();
    }

    private MqttClient Client(string id) => MqttClient.Start(new MqttClientOptions
    {
        Host = MosquittoProcess.Host,
        Port = _broker.Port,
        ClientId = id,
        MinimumBackoff = TimeSpan.FromMilliseconds(20),
        MaximumBackoff = TimeSpan.FromMilliseconds(100),
    });

    private async Task ListenAsync(Func<EventStore, KioskRegistry, Task> then)
    {
        using EventStore store = EventStore.Open(_folder.File("district.db"));
        var kiosks = new KioskRegistry(new EventReader(store.File), TimeProvider.System);
        kiosks.Load();
        await using MqttClient client = Client("district-binhu");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token);
        var ingest = new DistrictIngest("binhu", client, store, kiosks, TimeProvider.System, NullLogger<DistrictIngest>.Instance);
        Task running = ingest.RunAsync(stop.Token);
        await then(store, kiosks);
        await stop.CancelAsync();
        await running;
    }

    private async Task AckedAsync(DurableAck wanted)
    {
        await foreach (MqttMessage message in _kiosk.Messages.WithCancellation(_deadline.Token))
        {
            Assert.True(ContractJson.TryDecode(message.Payload.Span, out DurableAck ack));
            if (ack == wanted)
            {
                return;
            }
        }
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public Task Events_are_stored_once_and_acknowledged_retained_after_the_commit() => ListenAsync(async (store, _) =>
    {
        // A kiosk waits for nothing but the ack, so it may send before the district listens; then it sends again.
        Task acked = AckedAsync(new DurableAck("e1", 50));
        while (!acked.IsCompleted)
        {
            for (long i = 1; i <= 50; i++)
            {
                await _kiosk.PublishAsync(Message(Kiosk, Scan(Kiosk, i)), _deadline.Token);
            }

            await Task.WhenAny(acked, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, _deadline.Token));
        }

        Assert.Equal(Enumerable.Range(1, 50).Select(static i => (long)i), new EventReader(store.File).After(0, 100).Select(static e => e.Key.Sequence).Order());
        await using MqttClient late = Client("late");
        await late.SubscribeAsync(Topics.Ack(Kiosk), MqttQuality.AtLeastOnce, _deadline.Token);
        await foreach (MqttMessage retained in late.Messages.WithCancellation(_deadline.Token))
        {
            Assert.True(retained.Retain);
            break;
        }
    });

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_broker_that_lost_its_memory_is_told_the_acks_again()
    {
        await ListenAsync(async (store, _) =>
        {
            store.Commit([Incoming(Scan(Kiosk, 1)), Incoming(Scan(Kiosk, 2))]);
            await _broker.KillAsync();
            _broker.DeleteDatabase();
            await _broker.RestartAsync(_deadline.Token);
            await AckedAsync(new DurableAck("e1", 2));
        });
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_new_store_goes_on_where_the_retained_ack_stands()
    {
        await _kiosk.PublishAsync(new MqttMessage(Topics.Ack(Kiosk), ContractJson.Encode(new DurableAck("e1", 41))) { Retain = true }, _deadline.Token);
        await ListenAsync(async (_, _) =>
        {
            Task acked = AckedAsync(new DurableAck("e1", 42));
            while (!acked.IsCompleted)
            {
                await _kiosk.PublishAsync(Message(Kiosk, Scan(Kiosk, 42)), _deadline.Token);
                await Task.WhenAny(acked, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, _deadline.Token));
            }
        });
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task The_state_of_a_kiosk_is_what_it_last_said()
    {
        await _kiosk.PublishAsync(new MqttMessage(Topics.Status(Kiosk), """{"state":"degraded","session":"s","reasons":["sensor-fault"]}"""u8.ToArray()) { Retain = true }, _deadline.Token);
        await _kiosk.PublishAsync(new MqttMessage(Topics.Info(Kiosk), JsonSerializer.SerializeToUtf8Bytes(new { lane = "东门", software = "1.2" })) { Retain = true }, _deadline.Token);
        await ListenAsync(async (_, kiosks) =>
        {
            KioskState? kiosk;
            do
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, _deadline.Token);
                kiosk = kiosks.Since(0).SingleOrDefault(static k => k is { Status: "degraded", Lane: "东门" });
            }
            while (kiosk is null);

            Assert.Equal(["sensor-fault"], kiosk.Reasons);
            Assert.Equal(Kiosk, kiosk.Site);
        });
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public Task An_event_that_the_store_cannot_take_goes_to_quarantine_and_holds_up_nobody() => ListenAsync(async (store, _) =>
    {
        using (var other = new SqliteConnection($"Data Source={store.File};Pooling=False"))
        {
            other.Open();
            using SqliteCommand command = other.CreateCommand();
            command.CommandText = "CREATE TRIGGER strict BEFORE INSERT ON event WHEN NEW.sequence = 3 BEGIN SELECT RAISE(ABORT, 'not this one'); END";
            command.ExecuteNonQuery();
        }

        Task acked = AckedAsync(new DurableAck("e1", 5));
        while (!acked.IsCompleted)
        {
            await Task.WhenAll(Enumerable.Range(1, 5).Select(i => _kiosk.PublishAsync(Message(Kiosk, Scan(Kiosk, i)), _deadline.Token)));
            await Task.WhenAny(acked, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, _deadline.Token));
        }

        await acked;
        var reader = new EventReader(store.File);
        Assert.Equal([1L, 2L, 4L, 5L], reader.After(0, 100).Select(static e => e.Key.Sequence).Order());
        Assert.Equal(1, reader.QuarantineCount());
    });

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_subscription_the_broker_refuses_is_asked_again_and_leaves_the_page_once_it_is_granted()
    {
        const byte notAuthorized = 0x87;
        bool strict = true;
        await using FaultyProxy proxy = FaultyProxy.Start(_broker.Port, TimeProvider.System);
        proxy.Rule = packet =>
        {
            packet.Bytes[^1] = packet.Type == MqttPacketType.SubAck && Volatile.Read(ref strict) ? notAuthorized : packet.Bytes[^1];
            return ProxyAction.Forward;
        };
        using EventStore store = EventStore.Open(_folder.File("refused.db"));
        await using var client = MqttClient.Start(new MqttClientOptions { Host = MosquittoProcess.Host, Port = proxy.Port, ClientId = "district-binhu" });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token);
        var time = new ManualTime();
        var ingest = new DistrictIngest("binhu", client, store, new KioskRegistry(new EventReader(store.File), time), time, NullLogger<DistrictIngest>.Instance);
        Task running = ingest.RunAsync(stop.Token);
        while (!ingest.Refusals.Contains("ecp/v1/binhu/+/+/tel/#: NotAuthorized", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, _deadline.Token);
        }

        Volatile.Write(ref strict, false);
        while (ingest.Refusals.Length > 0)
        {
            time.Advance(TimeSpan.FromSeconds(30));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, _deadline.Token);
        }

        await stop.CancelAsync();
        await running;
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task An_ack_the_broker_refuses_is_an_alarm_on_the_page_until_it_is_granted()
    {
        await using MosquittoProcess strict = await MosquittoProcess.StartAsync(
            new MosquittoOptions { AccessList = "topic read ecp/#\ntopic write ecp/v1/+/+/+/evt/+\n" }, TimeProvider.System, _deadline.Token);
        using EventStore store = EventStore.Open(_folder.File("refused.db"));
        store.Commit([Incoming(Scan(Kiosk, 1))]);
        await using var client = MqttClient.Start(new MqttClientOptions { Host = MosquittoProcess.Host, Port = strict.Port, ClientId = "district-binhu" });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token);
        var ingest = new DistrictIngest("binhu", client, store, new KioskRegistry(new EventReader(store.File), TimeProvider.System), TimeProvider.System, NullLogger<DistrictIngest>.Instance);
        Task running = ingest.RunAsync(stop.Token);
        while (ingest.Refusals != $"{Topics.Ack(Kiosk)}: NotAuthorized")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, _deadline.Token);
        }

        strict.WriteAccessList("topic readwrite ecp/#\n");
        strict.Reload();
        while (ingest.Refusals.Length > 0)
        {
            await client.PublishAsync(Message(Kiosk, Scan(Kiosk, 1)), _deadline.Token);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, _deadline.Token);
        }

        await stop.CancelAsync();
        await running;
    }
}

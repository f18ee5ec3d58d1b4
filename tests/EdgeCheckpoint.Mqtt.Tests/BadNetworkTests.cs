using System.Collections.Concurrent;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;
using static EdgeCheckpoint.Mqtt.Tests.TestClient;

namespace EdgeCheckpoint.Mqtt.Tests;

/// <summary>The client over a proxy that does what bad networks do.</summary>
public sealed class BadNetworkTests : IAsyncLifetime
{
    private const int Count = 40;

    private readonly CancellationToken _token = Deadline();
    private MosquittoProcess _broker = null!;
    private FaultyProxy _proxy = null!;

    public async Task InitializeAsync()
    {
        if (new NeedsFactAttribute(program: "mosquitto").Skip is null)
        {
            _broker = await MosquittoProcess.StartAsync(_token);
            _proxy = FaultyProxy.Start(_broker.Port, TimeProvider.System);
        }
    }

    public async Task DisposeAsync()
    {
        if (_broker is not null)
        {
            await _proxy.DisposeAsync();
            await _broker.DisposeAsync();
        }
    }

    private MqttClientOptions Behind(string id) => Options(_proxy.Port, id) with { ConnectTimeout = TimeSpan.FromSeconds(1), AcknowledgeTimeout = TimeSpan.FromSeconds(1) };

    /// <summary>Publishes through the proxy while somebody listens beside it.</summary>
    private async Task<(MqttPublishResult[] Results, string[] Heard)> PublishAllAsync(MqttClient sender)
    {
        await using var listener = MqttClient.Start(Options(_broker.Port, "listener"));
        await listener.SubscribeAsync("a/#", MqttQuality.AtLeastOnce, _token);
        MqttPublishResult[] results = await Task.WhenAll(Enumerable.Range(0, Count).Select(i => sender.PublishAsync(Message("a/b", $"{i:00}"), _token)));
        HashSet<string> missing = [.. Enumerable.Range(0, Count).Select(static i => $"{i:00}")];
        List<string> heard = [];
        await foreach (MqttMessage message in listener.Messages.WithCancellation(_token))
        {
            heard.Add(Text(message));
            missing.Remove(Text(message));
            if (missing.Count == 0)
            {
                break;
            }
        }

        return (results, [.. heard]);
    }

    public static TheoryData<MqttPacketType, ProxyAction> Cuts()
    {
        var cuts = new TheoryData<MqttPacketType, ProxyAction>();
        foreach (MqttPacketType type in new[] { MqttPacketType.Connect, MqttPacketType.ConnAck, MqttPacketType.Publish, MqttPacketType.PubAck, MqttPacketType.Subscribe, MqttPacketType.SubAck })
        {
            cuts.Add(type, ProxyAction.ForwardThenCut);
            cuts.Add(type, ProxyAction.Cut);
        }

        return cuts;
    }

    [NeedsTheory(program: "mosquitto", library: "libmosquitto.so.1")]
    [MemberData(nameof(Cuts))]
    public async Task A_connection_cut_at_any_packet_loses_no_publish_and_no_subscription(MqttPacketType type, ProxyAction action)
    {
        _proxy.Rule = ProxyRules.First(type, action, times: 2);
        await using var client = MqttClient.Start(Behind("cut"));
        Task<MqttSubscribeResult> subscribed = client.SubscribeAsync("back", MqttQuality.AtLeastOnce, _token);
        (MqttPublishResult[] results, _) = await PublishAllAsync(client);

        Assert.All(results, static r => Assert.True(r.Accepted));
        Assert.True((await subscribed).Granted);
        Assert.True(_proxy.Accepted > 2, "the rule never struck");
        await using var beside = MqttClient.Start(Options(_broker.Port, "beside"));
        await beside.PublishAsync(Message("back", "heard"), _token);
        Assert.Equal("heard", Text(await client.NextAsync(_token)));
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task First_deliveries_keep_the_order_of_publishing_through_random_cuts()
    {
        const int seed = 11;
        _proxy.Rule = ProxyRules.Sometimes(0.1, ProxyAction.ForwardThenCut, seed);
        await using var client = MqttClient.Start(Behind("order") with { SendWindow = 8 });
        (MqttPublishResult[] results, string[] heard) = await PublishAllAsync(client);

        Assert.All(results, static r => Assert.True(r.Accepted));
        Assert.True(_proxy.Accepted > 2, $"seed {seed} never struck");
        string[] firsts = [.. heard.Distinct()];
        Assert.True(firsts.SequenceEqual(firsts.Order()), $"seed {seed}: {string.Join(' ', heard)}");
    }

    [NeedsTheory(program: "mosquitto", library: "libmosquitto.so.1")]
    [InlineData(MqttPacketType.ConnAck)]
    [InlineData(MqttPacketType.Publish)]
    [InlineData(MqttPacketType.PubAck)]
    public async Task A_swallowed_packet_is_noticed_and_made_good(MqttPacketType type)
    {
        _proxy.Rule = ProxyRules.First(type, ProxyAction.Drop);
        await using var client = MqttClient.Start(Behind("swallowed"));
        (MqttPublishResult[] results, _) = await PublishAllAsync(client);
        Assert.All(results, static r => Assert.True(r.Accepted));
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_half_open_connection_is_given_up_and_replaced()
    {
        await using var client = MqttClient.Start(Behind("half-open"));
        await client.ConnectedAsync(_token);
        _proxy.FreezeAll();
        Assert.True((await client.PublishAsync(Message("a/b", "x"), _token)).Accepted);
        Assert.Equal(2, _proxy.Accepted);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task An_idle_half_open_connection_is_found_by_the_keep_alive()
    {
        await using var client = MqttClient.Start(Behind("idle") with { KeepAlive = TimeSpan.FromSeconds(5) });
        await client.ConnectedAsync(_token);
        _proxy.FreezeAll();
        await foreach (MqttConnectionState state in client.StatesAsync(_token))
        {
            if (state.Phase == MqttPhase.Disconnected)
            {
                break;
            }
        }

        await client.ConnectedAsync(_token);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_delayed_will_is_spoken_after_a_death_and_not_after_a_short_absence()
    {
        await using var listener = MqttClient.Start(Options(_broker.Port, "listener"));
        await listener.SubscribeAsync("will/#", MqttQuality.AtLeastOnce, _token);
        MqttClientOptions Dying(string id) => Behind(id) with { Will = new MqttWill(Message($"will/{id}", "dead"), TimeSpan.FromSeconds(2)) };
        await using var brief = MqttClient.Start(Dying("brief"));
        await brief.ConnectedAsync(_token);
        _proxy.CutAll();
        Assert.True((await brief.PublishAsync(Message("a/b", "back again"), _token)).Accepted);

        await using var other = FaultyProxy.Start(_broker.Port, TimeProvider.System);
        await using var gone = MqttClient.Start(Dying("gone") with { Port = other.Port });
        await gone.ConnectedAsync(_token);
        other.Refuses = true;
        other.CutAll();
        Assert.Equal("will/gone", (await listener.NextAsync(_token)).Topic);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Corrupted_packets_end_connections_not_the_client()
    {
        const int seed = 23;
        _proxy.Rule = ProxyRules.Corrupt(0.2, seed);
        await using var client = MqttClient.Start(Behind("corrupt"));
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(_token);
        enough.CancelAfter(TimeSpan.FromSeconds(3));
        ConcurrentBag<string> defects = [];
        Task watching = Task.Run(async () =>
        {
            await foreach (MqttConnectionState state in client.StatesAsync(enough.Token))
            {
                if (state.Defect is not null)
                {
                    defects.Add(state.Defect.ToString());
                }
            }
        }, _token);
        while (!enough.IsCancellationRequested)
        {
            Task publish = client.PublishAsync(Message("a/b", "some bytes on their way"), enough.Token);
            await publish.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _proxy.Rule = ProxyRules.Forward;
        _proxy.CutAll();
        (MqttPublishResult[] results, _) = await PublishAllAsync(client);
        Assert.All(results, static r => Assert.True(r.Accepted));
        Assert.Empty(defects);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_slow_lossy_link_delivers_everything_over_one_connection()
    {
        _proxy.Link = LinkProfile.ThreeG;
        await using var client = MqttClient.Start(Options(_proxy.Port, "mobile"));
        (MqttPublishResult[] results, string[] heard) = await PublishAllAsync(client);
        Assert.All(results, static r => Assert.True(r.Accepted));
        Assert.Equal(heard.Order(), heard);
        Assert.Equal(1, _proxy.Accepted);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task The_window_is_never_exceeded_and_the_brokers_own_limit_lowers_it()
    {
        int underWay = 0;
        int most = 0;
        _proxy.Rule = packet =>
        {
            underWay += packet.Type switch
            {
                MqttPacketType.Publish when packet.ToBroker => 1,
                MqttPacketType.PubAck when !packet.ToBroker => -1,
                _ => 0,
            };
            most = Math.Max(most, underWay);
            return ProxyAction.Forward;
        };
        _proxy.Link = new LinkProfile(TimeSpan.FromMilliseconds(5), 0, 0, TimeSpan.Zero);
        await using (var client = MqttClient.Start(Options(_proxy.Port, "window") with { SendWindow = 7 }))
        {
            await PublishAllAsync(client);
        }

        Assert.Equal(7, most);

        await using MosquittoProcess modest = await MosquittoProcess.StartAsync(new MosquittoOptions { ExtraLines = ["max_inflight_messages 3"] }, TimeProvider.System, _token);
        await using FaultyProxy proxy = FaultyProxy.Start(modest.Port, TimeProvider.System);
        (underWay, most) = (0, 0);
        proxy.Rule = _proxy.Rule;
        proxy.Link = _proxy.Link;
        await using var limited = MqttClient.Start(Options(proxy.Port, "window"));
        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => limited.PublishAsync(Message("a/b", $"{i}"), _token)));
        Assert.Equal(3, most);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_reader_that_falls_behind_makes_the_broker_wait_and_misses_nothing()
    {
        const int many = 900;
        await using var reader = MqttClient.Start(Options(_broker.Port, "slow") with { ReceiveQueueLimit = 16, ReceiveMaximum = 8 });
        await reader.SubscribeAsync("a/#", MqttQuality.AtLeastOnce, _token);
        await using var sender = MqttClient.Start(Options(_broker.Port, "fast"));
        await Task.WhenAll(Enumerable.Range(0, many).Select(i => sender.PublishAsync(Message("a/b", $"{i}"), _token)));
        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, _token);

        List<string> heard = [];
        await foreach (MqttMessage message in reader.Messages.WithCancellation(_token))
        {
            heard.Add(Text(message));
            if (heard.Count == many)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(0, many).Select(static i => $"{i}"), heard);
    }
}

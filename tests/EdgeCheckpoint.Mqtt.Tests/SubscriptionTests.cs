using EdgeCheckpoint.Mqtt.Connection;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;
using static EdgeCheckpoint.Mqtt.Tests.TestClient;

namespace EdgeCheckpoint.Mqtt.Tests;

/// <summary>What becomes of a wish to hear something.</summary>
public sealed class SubscriptionTests
{
    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Every_subscription_to_one_filter_is_answered_also_before_the_broker_is_there()
    {
        CancellationToken token = Deadline();
        int port = MosquittoProcess.FreePort();
        await using var client = MqttClient.Start(Options(port, "twice"));
        Task<MqttSubscribeResult>[] asked = [.. Enumerable.Range(0, 3).Select(_ => client.SubscribeAsync("a/#", MqttQuality.AtLeastOnce, token))];
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(new MosquittoOptions { Port = port }, TimeProvider.System, token);
        Assert.All(await Task.WhenAll(asked), static answer => Assert.True(answer.Granted));
    }

    [Fact]
    public void No_subscription_waits_for_a_client_that_has_stopped()
    {
        var subscriptions = new Subscriptions();
        Task early = subscriptions.Add("a", MqttQuality.AtLeastOnce, retainAsPublished: false);
        subscriptions.Close();
        Assert.True(early.IsCanceled);
        Assert.True(subscriptions.Add("a", MqttQuality.AtLeastOnce, retainAsPublished: false).IsCanceled);
        Assert.True(subscriptions.Add("b", MqttQuality.AtLeastOnce, retainAsPublished: false).IsCanceled);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task The_retain_flag_arrives_as_it_was_published_where_that_was_asked_for()
    {
        CancellationToken token = Deadline();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        await using var asking = MqttClient.Start(Options(broker.Port, "asking"));
        await asking.SubscribeAsync("a", MqttQuality.AtLeastOnce, retainAsPublished: true, token);
        await using var plain = MqttClient.Start(Options(broker.Port, "plain"));
        await plain.SubscribeAsync("a", MqttQuality.AtLeastOnce, token);
        await using var sender = MqttClient.Start(Options(broker.Port, "sender"));
        await sender.PublishAsync(Message("a", "kept") with { Retain = true }, token);
        await sender.PublishAsync(Message("a", "passing"), token);

        bool[] asked = [(await asking.NextAsync(token)).Retain, (await asking.NextAsync(token)).Retain];
        bool[] usual = [(await plain.NextAsync(token)).Retain, (await plain.NextAsync(token)).Retain];
        Assert.Equal((true, false, false, false), (asked[0], asked[1], usual[0], usual[1]));
    }
}

using System.Diagnostics;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;
using static EdgeCheckpoint.Mqtt.Tests.TestClient;

namespace EdgeCheckpoint.Mqtt.Tests;

/// <summary>The client against a real mosquitto.</summary>
public sealed class MqttClientTests
{
    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_message_arrives_with_all_its_properties()
    {
        CancellationToken token = Deadline();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        await using var listener = MqttClient.Start(Options(broker.Port, "listener"));
        Assert.True((await listener.SubscribeAsync("a/#", MqttQuality.AtLeastOnce, token)).Granted);

        await using var sender = MqttClient.Start(Options(broker.Port, "sender"));
        MqttMessage sent = Message("a/b", "温度 36.6") with
        {
            ExpirySeconds = 60,
            ContentType = "text/plain",
            ResponseTopic = "a/answer",
            CorrelationData = new byte[] { 1, 0, 255 },
            UserProperties = [new("schema", "1"), new("口", "é✓")],
        };
        MqttPublishResult result = await sender.PublishAsync(sent, token);

        Assert.Equal(new MqttPublishResult(MqttPublishOutcome.Accepted, MqttReason.Success), result);
        MqttMessage got = await listener.NextAsync(token);
        Assert.Equal("温度 36.6", Text(got));
        Assert.Equal("a/b", got.Topic);
        Assert.InRange(got.ExpirySeconds!.Value, 50u, 60u);
        Assert.Equal("text/plain", got.ContentType);
        Assert.Equal("a/answer", got.ResponseTopic);
        Assert.Equal([1, 0, 255], got.CorrelationData.ToArray());
        Assert.Equal(sent.UserProperties, got.UserProperties);
        Assert.False(got.Retain);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_message_nobody_listens_to_is_accepted_and_says_so()
    {
        CancellationToken token = Deadline();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        await using var sender = MqttClient.Start(Options(broker.Port, "sender"));

        MqttPublishResult result = await sender.PublishAsync(Message("nobody/here", "x"), token);

        Assert.True(result.Accepted);
        Assert.Equal(MqttReason.NoMatchingSubscribers, result.Reason);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_publish_before_the_broker_is_there_completes_when_it_comes()
    {
        CancellationToken token = Deadline();
        int port = MosquittoProcess.FreePort();
        await using var sender = MqttClient.Start(Options(port, "early"));
        Task<MqttPublishResult> publish = sender.PublishAsync(Message("a/b", "patient"), token);
        await foreach (MqttConnectionState state in sender.StatesAsync(token))
        {
            if (state.FailedAttempts >= 3)
            {
                Assert.Contains("refused", state.Detail, StringComparison.OrdinalIgnoreCase);
                break;
            }
        }

        Assert.False(publish.IsCompleted);
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(new MosquittoOptions { Port = port }, TimeProvider.System, token);

        Assert.True((await publish).Accepted);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Every_awaited_publish_is_accepted_though_the_broker_is_killed_meanwhile()
    {
        const int count = 600;
        CancellationToken token = Deadline();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        await using var sender = MqttClient.Start(Options(broker.Port, "sender") with { SendWindow = 8 });

        List<Task<MqttPublishResult>> publishes = [];
        for (int i = 0; i < count; i++)
        {
            publishes.Add(sender.PublishAsync(Message("a/b", $"{i}"), token));
            if (i % 200 == 100)
            {
                await publishes[i - 50];
                await broker.KillAsync();
                broker.DeleteDatabase();
                await broker.RestartAsync(token);
            }
        }

        MqttPublishResult[] results = await Task.WhenAll(publishes);
        Assert.All(results, static r => Assert.True(r.Accepted));
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task The_session_outlives_the_connection_and_a_subscription_outlives_the_session()
    {
        CancellationToken token = Deadline();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        await using var sender = MqttClient.Start(Options(broker.Port, "sender"));
        await using (var first = MqttClient.Start(Options(broker.Port, "durable")))
        {
            Assert.False((await first.ConnectedAsync(token)).SessionPresent);
            await first.SubscribeAsync("a/#", MqttQuality.AtLeastOnce, token);
        }

        await sender.PublishAsync(Message("a/b", "while away"), token);
        await using var second = MqttClient.Start(Options(broker.Port, "durable"));
        Assert.True((await second.ConnectedAsync(token)).SessionPresent);
        Assert.Equal("while away", Text(await second.NextAsync(token)));

        await second.SubscribeAsync("b/#", MqttQuality.AtLeastOnce, token);
        await broker.KillAsync();
        broker.DeleteDatabase();
        await broker.RestartAsync(token);
        await foreach (MqttConnectionState state in second.StatesAsync(token))
        {
            if (state is { Phase: MqttPhase.Connected, SessionPresent: false })
            {
                break;
            }
        }

        while ((await sender.PublishAsync(Message("b/c", "after amnesia"), token)).Reason == MqttReason.NoMatchingSubscribers)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, token);
        }

        Assert.Equal("after amnesia", Text(await second.NextAsync(token)));
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_session_is_forgotten_after_its_expiry()
    {
        CancellationToken token = Deadline();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        await using var sender = MqttClient.Start(Options(broker.Port, "sender"));
        MqttClientOptions brief = Options(broker.Port, "brief") with { SessionExpiry = TimeSpan.FromSeconds(1) };
        await using (var first = MqttClient.Start(brief))
        {
            await first.SubscribeAsync("a/#", MqttQuality.AtLeastOnce, token);
        }

        // As long as the session lives it takes the message for its client.
        while ((await sender.PublishAsync(Message("a/b", "while away"), token)).Reason != MqttReason.NoMatchingSubscribers)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, token);
        }

        await using var second = MqttClient.Start(brief);
        Assert.False((await second.ConnectedAsync(token)).SessionPresent);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_message_is_not_delivered_after_its_expiry()
    {
        CancellationToken token = Deadline();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        await using var sender = MqttClient.Start(Options(broker.Port, "sender"));
        await using (var first = MqttClient.Start(Options(broker.Port, "away")))
        {
            await first.SubscribeAsync("a/#", MqttQuality.AtLeastOnce, token);
        }

        await sender.PublishAsync(Message("a/b", "stale") with { ExpirySeconds = 1 }, token);
        await sender.PublishAsync(Message("a/b", "fresh"), token);
        await sender.PublishAsync(Message("kept", "stale") with { ExpirySeconds = 3, Retain = true }, token);
        while (await IsKeptAsync(broker.Port, sender, token))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, token);
        }

        // The retained one came last, with more time, and is gone; so the one that waited for its reader must be.
        await using var second = MqttClient.Start(Options(broker.Port, "away"));
        Assert.Equal("fresh", Text(await second.NextAsync(token)));
    }

    /// <summary>Whether a new reader still gets the retained message before a new one.</summary>
    private static async Task<bool> IsKeptAsync(int port, MqttClient sender, CancellationToken token)
    {
        await using var reader = MqttClient.Start(Options(port, "reader") with { SessionExpiry = TimeSpan.Zero });
        await reader.SubscribeAsync("kept", MqttQuality.AtLeastOnce, token);
        await sender.PublishAsync(Message("kept", "new"), token);
        return Text(await reader.NextAsync(token)) == "stale";
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task The_will_is_published_after_a_death_and_not_after_a_goodbye()
    {
        CancellationToken token = Deadline();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        await using var listener = MqttClient.Start(Options(broker.Port, "listener"));
        await listener.SubscribeAsync("will/#", MqttQuality.AtLeastOnce, token);
        MqttClientOptions polite = Options(broker.Port, "polite") with { Will = new MqttWill(Message("will/polite", "dead")) };
        MqttClientOptions taken = Options(broker.Port, "taken") with { Will = new MqttWill(Message("will/taken", "dead")), SessionExpiry = TimeSpan.Zero };

        await using (var client = MqttClient.Start(polite))
        {
            await client.ConnectedAsync(token);
        }

        // A second client of the same id pushes the first out without a goodbye of its own.
        await using var victim = MqttClient.Start(taken with { MinimumBackoff = TimeSpan.FromMinutes(1), MaximumBackoff = TimeSpan.FromMinutes(1) });
        await victim.ConnectedAsync(token);
        await using var usurper = MqttClient.Start(taken);
        await usurper.ConnectedAsync(token);

        Assert.Equal("will/taken", (await listener.NextAsync(token)).Topic);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Cancelling_a_publish_gives_up_waiting_and_stopping_ends_the_others()
    {
        CancellationToken token = Deadline();
        var sender = MqttClient.Start(Options(MosquittoProcess.FreePort(), "lonely") with { SendQueueLimit = 2 });
        using var cancel = new CancellationTokenSource();
        Task<MqttPublishResult> cancelled = sender.PublishAsync(Message("a", "1"), cancel.Token);
        Task<MqttPublishResult> stopped = sender.PublishAsync(Message("a", "2"), token);
        Task<MqttPublishResult> beyondTheQueue = sender.PublishAsync(Message("a", "3"), token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        await sender.DisposeAsync();

        Assert.Equal(MqttPublishOutcome.Stopped, (await stopped).Outcome);
        Assert.Equal(MqttPublishOutcome.Stopped, (await beyondTheQueue).Outcome);
        Assert.Equal(MqttPublishOutcome.Stopped, (await sender.PublishAsync(Message("a", "4"), token)).Outcome);
        Assert.Equal(MqttPhase.Stopped, sender.State.Phase);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task What_can_never_be_sent_is_refused_here_and_the_connection_stays()
    {
        CancellationToken token = Deadline();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(new MosquittoOptions { ExtraLines = ["max_packet_size 1000"] }, TimeProvider.System, token);
        await using var sender = MqttClient.Start(Options(broker.Port, "sender"));

        Assert.Equal(new MqttPublishResult(MqttPublishOutcome.Invalid, MqttReason.TopicNameInvalid), await sender.PublishAsync(Message("a/#", "x"), token));
        Assert.Equal(new MqttPublishResult(MqttPublishOutcome.Invalid, MqttReason.PacketTooLarge), await sender.PublishAsync(Message("a", new string('x', 2000)), token));
        Assert.Equal(new MqttPublishResult(MqttPublishOutcome.Invalid, MqttReason.TopicNameInvalid), await sender.PublishAsync(Message("a\0b", "x"), token));
        MqttMessage[] unspeakable =
        [
            Message("a", "x") with { CorrelationData = new byte[ushort.MaxValue + 1] },
            Message("a", "x") with { ResponseTopic = "b\0c" },
            Message("a", "x") with { UserProperties = [new("name", "va\0lue")] },
        ];
        foreach (MqttMessage message in unspeakable)
        {
            Assert.Equal(new MqttPublishResult(MqttPublishOutcome.Invalid, MqttReason.MalformedPacket), await sender.PublishAsync(message, token));
        }

        Assert.Equal(MqttReason.TopicFilterInvalid, (await sender.SubscribeAsync("a\0b", MqttQuality.AtLeastOnce, token)).Reason);
        Assert.True((await sender.PublishAsync(Message("a", "x"), token)).Accepted);
        Assert.Equal(MqttPhase.Connected, sender.State.Phase);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_child_process_does_not_hold_the_connection()
    {
        CancellationToken token = Deadline();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        await using var client = MqttClient.Start(Options(broker.Port, "parent"));
        await client.ConnectedAsync(token);
        string[] connections = [.. (await File.ReadAllLinesAsync("/proc/net/tcp", token)).Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[2].EndsWith($":{broker.Port:X4}", StringComparison.Ordinal)).Select(static fields => $"socket:[{fields[9]}]")];
        Assert.NotEmpty(connections);
        using Process child = Process.Start("sleep", ["120"]);
        try
        {
            Assert.Empty(Directory.GetFiles($"/proc/{child.Id}/fd").Select(static file => new FileInfo(file).LinkTarget).Intersect(connections));
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync(token);
        }
    }

    [Fact]
    public void Wrong_options_are_all_named_at_once()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => MqttClient.Start(new MqttClientOptions
        {
            Host = "",
            Port = 70000,
            ClientId = "",
            UserName = "kiosk\0-7",
            KeepAlive = TimeSpan.FromSeconds(1),
        }));

        Assert.All(["Host", "Port", "ClientId", "UserName", "KeepAlive"], name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }
}

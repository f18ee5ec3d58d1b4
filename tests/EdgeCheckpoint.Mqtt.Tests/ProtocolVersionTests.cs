using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;
using static EdgeCheckpoint.Mqtt.Tests.TestClient;

namespace EdgeCheckpoint.Mqtt.Tests;

/// <summary>Which version a broker is spoken to in.</summary>
public sealed class ProtocolVersionTests : IAsyncLifetime
{
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

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_broker_that_speaks_only_the_older_protocol_is_spoken_to_in_it()
    {
        // An unknown level makes mosquitto answer a version 5 CONNECT exactly as an older broker does.
        _proxy.Rule = static packet =>
        {
            const int protocolLevel = 8;
            if (packet.Type == MqttPacketType.Connect && packet.Bytes[protocolLevel] == 5)
            {
                packet.Bytes[protocolLevel] = 6;
            }

            return ProxyAction.Forward;
        };
        await using var client = MqttClient.Start(Options(_proxy.Port, "elder"));
        MqttConnectionState state = await client.ConnectedAsync(_token);
        Assert.Equal(MqttProtocol.V311, state.Protocol);
        Assert.True((await client.SubscribeAsync("a/#", MqttQuality.AtLeastOnce, _token)).Granted);
        MqttMessage rich = Message("a/b", "plain") with { ExpirySeconds = 10, ContentType = "text/plain", UserProperties = [new("a", "b")] };
        Assert.True((await client.PublishAsync(rich, _token)).Accepted);
        Assert.Equal("plain", Text(await client.NextAsync(_token)));
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_broker_that_hangs_up_on_the_newer_protocol_is_spoken_to_in_the_older()
    {
        const int protocolLevel = 8;
        _proxy.Rule = static packet => packet.Type == MqttPacketType.Connect && packet.Bytes[protocolLevel] == 5 ? ProxyAction.Cut : ProxyAction.Forward;
        await using var client = MqttClient.Start(Options(_proxy.Port, "elder"));
        Assert.Equal(MqttProtocol.V311, (await client.ConnectedAsync(_token)).Protocol);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_broker_that_was_merely_not_there_is_spoken_to_in_the_newer_protocol()
    {
        const int refusals = 3;
        int port = MosquittoProcess.FreePort();
        await using var client = MqttClient.Start(Options(port, "early") with { MinimumBackoff = TimeSpan.FromSeconds(1), MaximumBackoff = TimeSpan.FromSeconds(1) });
        await foreach (MqttConnectionState state in client.StatesAsync(_token))
        {
            if (state.FailedAttempts >= refusals)
            {
                break;
            }
        }

        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(new MosquittoOptions { Port = port }, TimeProvider.System, _token);
        Assert.Equal(MqttProtocol.V5, (await client.ConnectedAsync(_token)).Protocol);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_broker_that_has_spoken_the_newer_protocol_is_never_taken_for_an_older_one()
    {
        await using var client = MqttClient.Start(Options(_proxy.Port, "faithful"));
        await client.ConnectedAsync(_token);
        // As a load balancer does while there is nobody behind it.
        int hangUps = 3;
        _proxy.Rule = packet => packet.Type == MqttPacketType.Connect && hangUps-- > 0 ? ProxyAction.Cut : ProxyAction.Forward;
        _proxy.CutAll();
        await foreach (MqttConnectionState state in client.StatesAsync(_token))
        {
            if (state.Phase == MqttPhase.Connected && hangUps < 0)
            {
                Assert.Equal(MqttProtocol.V5, state.Protocol);
                break;
            }
        }
    }
}

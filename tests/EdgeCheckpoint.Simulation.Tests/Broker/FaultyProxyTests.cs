using System.Net;
using System.Net.Sockets;
using EdgeCheckpoint.Simulation.Broker;

namespace EdgeCheckpoint.Simulation.Tests.Broker;

/// <summary>The proxy between two plain sockets.</summary>
public sealed class FaultyProxyTests : IAsyncLifetime
{
    private static readonly byte[] Publish = [0x30, 3, 1, 2, 3];
    private static readonly byte[] Ping = [0xC0, 0];

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(20), TimeProvider.System);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Socket _client = new(SocketType.Stream, ProtocolType.Tcp);
    private FaultyProxy _proxy = null!;
    private Socket _broker = null!;

    public Task InitializeAsync()
    {
        _listener.Start();
        _proxy = FaultyProxy.Start(((IPEndPoint)_listener.LocalEndpoint).Port, TimeProvider.System);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        _broker?.Dispose();
        await _proxy.DisposeAsync();
        _listener.Dispose();
        _deadline.Dispose();
    }

    private async Task ConnectAsync()
    {
        await _client.ConnectAsync(IPAddress.Loopback, _proxy.Port, _deadline.Token);
        _broker = await _listener.AcceptSocketAsync(_deadline.Token);
    }

    private async Task<byte[]> ReadAsync(Socket socket, int count)
    {
        byte[] bytes = new byte[count];
        int got = 0;
        while (got < count)
        {
            int read = await socket.ReceiveAsync(bytes.AsMemory(got), _deadline.Token);
            if (read == 0)
            {
                break;
            }

            got += read;
        }

        return bytes[..got];
    }

    private async Task AssertBrokenAsync(Socket socket) =>
        await Assert.ThrowsAsync<SocketException>(async () => Assert.True(await socket.ReceiveAsync(new byte[1], _deadline.Token) > 0, "closed politely"));

    [Fact]
    public async Task Without_a_rule_everything_passes_both_ways()
    {
        await ConnectAsync();
        await _client.SendAsync(Publish, _deadline.Token);
        Assert.Equal(Publish, await ReadAsync(_broker, Publish.Length));
        await _broker.SendAsync(Ping, _deadline.Token);
        Assert.Equal(Ping, await ReadAsync(_client, Ping.Length));
    }

    [Fact]
    public async Task A_cut_after_a_packet_delivers_it_and_breaks_both_sides()
    {
        _proxy.Rule = ProxyRules.First(MqttPacketType.Publish, ProxyAction.ForwardThenCut);
        await ConnectAsync();
        await _client.SendAsync((byte[])[.. Publish, .. Ping], _deadline.Token);
        byte[] got = await ReadAsync(_broker, Publish.Length);
        Assert.Equal(Publish, got);
        await AssertBrokenAsync(_broker);
        await AssertBrokenAsync(_client);
    }

    [Fact]
    public async Task A_dropped_packet_leaves_the_others()
    {
        _proxy.Rule = ProxyRules.First(MqttPacketType.Publish, ProxyAction.Drop);
        await ConnectAsync();
        await _client.SendAsync((byte[])[.. Publish, .. Ping], _deadline.Token);
        Assert.Equal(Ping, await ReadAsync(_broker, Ping.Length));
    }

    [Fact]
    public async Task A_frozen_connection_stays_and_says_nothing()
    {
        await ConnectAsync();
        _proxy.FreezeAll();
        await _client.SendAsync(Ping, _deadline.Token);
        await _broker.SendAsync(Ping, _deadline.Token);
        await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, _deadline.Token);
        Assert.Equal(0, _broker.Available);
        Assert.Equal(0, _client.Available);
        Assert.True(_client.Connected);
    }

    [Fact]
    public async Task Corruption_changes_one_bit_of_a_packet()
    {
        _proxy.Rule = ProxyRules.Corrupt(probability: 1, seed: 3);
        await ConnectAsync();
        await _client.SendAsync(Publish, _deadline.Token);
        byte[] got = await ReadAsync(_broker, Publish.Length);
        Assert.Equal(1, got.Zip(Publish, static (a, b) => int.PopCount(a ^ b)).Sum());
    }

    [Fact]
    public async Task A_slow_link_delays_and_keeps_the_order()
    {
        _proxy.Link = new LinkProfile(TimeSpan.FromMilliseconds(30), 0, 0.5, TimeSpan.FromMilliseconds(40));
        await ConnectAsync();
        long started = TimeProvider.System.GetTimestamp();
        byte[] sent = [.. Enumerable.Range(0, 20).SelectMany(static i => new byte[] { 0x30, 1, (byte)i })];
        await _client.SendAsync(sent, _deadline.Token);
        Assert.Equal(sent, await ReadAsync(_broker, sent.Length));
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(25), "nothing may arrive before the link's delay");
    }

    [Fact]
    public async Task Without_a_broker_the_client_is_cut()
    {
        _listener.Stop();
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            // A busy machine may see the cut before the connection is reported.
            await _client.ConnectAsync(IPAddress.Loopback, _proxy.Port, _deadline.Token);
            Assert.True(await _client.ReceiveAsync(new byte[1], _deadline.Token) > 0, "closed politely");
        });
        _listener.Start();
    }
}

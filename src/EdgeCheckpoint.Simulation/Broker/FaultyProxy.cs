using System.Net;
using System.Net.Sockets;

namespace EdgeCheckpoint.Simulation.Broker;

/// <summary>A TCP proxy in front of a broker that does to packets what bad networks do, packet by packet and repeatably.</summary>
public sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<ProxiedConnection> _connections = [];
    private readonly int _brokerPort;
    private readonly bool _opaque;
    private readonly int _seed;
    private readonly TimeProvider _time;
    private Task _accepting = Task.CompletedTask;
    private ProxyRule _rule = ProxyRules.Forward;

    private FaultyProxy(int brokerPort, bool opaque, int seed, TimeProvider time) =>
        (_brokerPort, _opaque, _seed, _time) = (brokerPort, opaque, seed, time);

    /// <summary>Where clients connect.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections accepted since the start.</summary>
    public int Accepted { get; private set; }

    /// <summary>Takes effect with the next packet.</summary>
    public ProxyRule Rule
    {
        get => _rule;
        set
        {
            lock (_gate)
            {
                _rule = value;
            }
        }
    }

    /// <summary>Takes effect with the next connection.</summary>
    public LinkProfile Link { get; set; }

    /// <summary>Whether new connections are broken at once.</summary>
    public bool Refuses { get; set; }

    /// <summary>Starts in front of a broker on loopback.</summary>
    /// <param name="opaque">Treat the bytes as one stream, because they are TLS; rules then see chunks of type <see cref="MqttPacketType.Opaque"/>.</param>
    /// <param name="seed">Of the losses of <see cref="Link"/>.</param>
    public static FaultyProxy Start(int brokerPort, TimeProvider time, bool opaque = false, int seed = 1)
    {
        var proxy = new FaultyProxy(brokerPort, opaque, seed, time);
        proxy._listener.Start();
        proxy._accepting = proxy.AcceptAsync();
        return proxy;
    }

    /// <summary>Breaks all connections that stand now.</summary>
    public void CutAll()
    {
        foreach (ProxiedConnection connection in Snapshot())
        {
            connection.Cut();
        }
    }

    /// <summary>Swallows everything on the connections that stand now; they look alive.</summary>
    public void FreezeAll()
    {
        foreach (ProxiedConnection connection in Snapshot())
        {
            connection.Freeze();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ProxiedConnection[] connections = Snapshot();
        foreach (ProxiedConnection connection in connections)
        {
            connection.Dispose();
        }

        await Task.WhenAll(connections.Select(static c => c.Ended)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private ProxiedConnection[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _connections];
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket client = await _listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false);
            Accepted++;
            if (Refuses)
            {
                client.Close(0);
                continue;
            }

            var connection = new ProxiedConnection(client, Accepted, Judge, _opaque, _stop.Token);
            lock (_gate)
            {
                _connections.RemoveAll(static c => c.Ended.IsCompleted);
                _connections.Add(connection);
            }

            connection.Start(_brokerPort, Link, _seed + Accepted, _time);
        }
    }

    private ProxyAction Judge(ProxiedPacket packet)
    {
        lock (_gate)
        {
            return _rule(packet);
        }
    }
}

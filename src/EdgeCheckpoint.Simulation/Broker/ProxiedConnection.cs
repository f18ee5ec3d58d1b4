using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace EdgeCheckpoint.Simulation.Broker;

/// <summary>One client's connection through the proxy: two sockets and a pump for each direction.</summary>
internal sealed class ProxiedConnection(Socket client, int number, ProxyRule judge, bool opaque, CancellationToken stop) : IDisposable
{
    private const int ChunkBytes = 16 * 1024;

    private readonly Socket _broker = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _cut = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private volatile bool _frozen;

    internal Task Ended { get; private set; } = Task.CompletedTask;

    internal void Start(int brokerPort, LinkProfile link, int seed, TimeProvider time) => Ended = RunAsync(brokerPort, link, seed, time);

    /// <summary>Breaks both sides hard, as a network does: no goodbye reaches anybody.</summary>
    internal void Cut()
    {
        client.Close(0);
        _broker.Close(0);
    }

    public void Dispose()
    {
        Cut();
        client.Dispose();
        _broker.Dispose();
    }

    internal void Freeze() => _frozen = true;

    private async Task RunAsync(int brokerPort, LinkProfile link, int seed, TimeProvider time)
    {
        try
        {
            client.NoDelay = true;
            await _broker.ConnectAsync(IPAddress.Loopback, brokerPort, _cut.Token).ConfigureAwait(false);
            Task[] pumps =
            [
                PumpAsync(client, _broker, toBroker: true, new LinkDelay(link, new Random(seed), time), time),
                PumpAsync(_broker, client, toBroker: false, new LinkDelay(link, new Random(~seed), time), time),
            ];
            await Task.WhenAny(pumps).ConfigureAwait(false);
            await _cut.CancelAsync().ConfigureAwait(false);
            Cut();
            await Task.WhenAll(pumps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // No broker behind the proxy is a broken connection to the client.
            Cut();
        }
        finally
        {
            _cut.Dispose();
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool toBroker, LinkDelay link, TimeProvider time)
    {
        var travelling = Channel.CreateUnbounded<(long Entered, TimeSpan Travel, byte[] Bytes)>();
        Task writing = WriteAsync(travelling.Reader, to, time);
        var framer = new PacketFramer();
        byte[] chunk = new byte[ChunkBytes];
        try
        {
            while (await from.ReceiveAsync(chunk, _cut.Token).ConfigureAwait(false) is > 0 and int got)
            {
                foreach (byte[] packet in opaque ? [chunk[..got]] : framer.Add(chunk.AsMemory(0, got)))
                {
                    MqttPacketType type = opaque ? MqttPacketType.Opaque : (MqttPacketType)(packet[0] >> 4);
                    ProxyAction action = _frozen ? ProxyAction.Drop : judge(new ProxiedPacket(toBroker, type, packet, number));
                    _frozen |= action == ProxyAction.Freeze;
                    if (action is ProxyAction.Forward or ProxyAction.ForwardThenCut)
                    {
                        await travelling.Writer.WriteAsync((time.GetTimestamp(), link.Travel(packet.Length), packet), _cut.Token).ConfigureAwait(false);
                    }

                    if (action is ProxyAction.Cut or ProxyAction.ForwardThenCut)
                    {
                        travelling.Writer.Complete();
                        await writing.ConfigureAwait(false);
                        return;
                    }
                }
            }

            // The sender said goodbye; what is still travelling arrives.
            travelling.Writer.Complete();
            await writing.ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Cut by the rule, by the test or by one of the peers: the other pump ends too.
            travelling.Writer.TryComplete();
        }
    }

    private async Task WriteAsync(ChannelReader<(long Entered, TimeSpan Travel, byte[] Bytes)> travelling, Socket to, TimeProvider time)
    {
        await foreach ((long entered, TimeSpan travel, byte[] bytes) in travelling.ReadAllAsync(_cut.Token).ConfigureAwait(false))
        {
            TimeSpan left = travel - time.GetElapsedTime(entered);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, time, _cut.Token).ConfigureAwait(false);
            }

            await to.SendAsync(bytes, _cut.Token).ConfigureAwait(false);
        }
    }
}

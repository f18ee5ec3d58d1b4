using System.Threading.Channels;

namespace EdgeCheckpoint.Mqtt.Connection;

/// <summary>Messages received and not yet read. When it is full the client stops reading from the network, so the broker holds the rest.</summary>
internal sealed class ReceiveQueue(int limit, Action resume)
{
    private readonly Channel<MqttMessage> _channel = Channel.CreateUnbounded<MqttMessage>(new UnboundedChannelOptions { SingleWriter = true });
    private int _count;
    private volatile bool _paused;

    /// <summary>Asked by the network thread before it reads. One call of the library may still bring a few messages more.</summary>
    internal bool IsFull
    {
        get
        {
            _paused = Volatile.Read(ref _count) >= limit;
            return _paused && Volatile.Read(ref _count) >= limit;
        }
    }

    internal void Add(MqttMessage message)
    {
        Interlocked.Increment(ref _count);
        _channel.Writer.TryWrite(message);
    }

    internal bool TryTake(out MqttMessage message)
    {
        if (!_channel.Reader.TryRead(out message!))
        {
            return false;
        }

        if (Interlocked.Decrement(ref _count) < limit && _paused)
        {
            _paused = false;
            resume();
        }

        return true;
    }

    internal async IAsyncEnumerable<MqttMessage> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await _channel.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (TryTake(out MqttMessage message))
            {
                yield return message;
            }
        }
    }

    internal void Close() => _channel.Writer.TryComplete();
}

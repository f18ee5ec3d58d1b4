using System.Threading.Channels;

namespace EdgeCheckpoint.Mqtt.Connection;

/// <summary>The connection's state for any number of readers, each from the current one on.</summary>
internal sealed class StateFeed
{
    private const int UnreadLimit = 64;

    private readonly Lock _gate = new();
    private readonly List<ChannelWriter<MqttConnectionState>> _readers = [];

    internal MqttConnectionState Current { get; private set; } = new(MqttPhase.Connecting, MqttReason.Success, "");

    internal void Report(MqttConnectionState state)
    {
        lock (_gate)
        {
            Current = state;
            foreach (ChannelWriter<MqttConnectionState> reader in _readers)
            {
                reader.TryWrite(state);
                if (state.Phase == MqttPhase.Stopped)
                {
                    reader.TryComplete();
                }
            }
        }
    }

    /// <summary>A reader that sleeps misses the oldest states, never the latest.</summary>
    internal async IAsyncEnumerable<MqttConnectionState> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<MqttConnectionState>(new BoundedChannelOptions(UnreadLimit) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            channel.Writer.TryWrite(Current);
            if (Current.Phase == MqttPhase.Stopped)
            {
                channel.Writer.TryComplete();
            }

            _readers.Add(channel.Writer);
        }

        try
        {
            await foreach (MqttConnectionState state in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return state;
            }
        }
        finally
        {
            lock (_gate)
            {
                _readers.Remove(channel.Writer);
            }
        }
    }
}

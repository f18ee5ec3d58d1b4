using System.Threading.Channels;

namespace EdgeCheckpoint.Kiosk.Screen;

/// <summary>One browser. It holds no queue, only what it has seen: a slow one skips to the newest value of each channel.</summary>
internal sealed class ScreenListener : IDisposable
{
    private readonly ScreenHub _hub;
    private readonly long[] _seen = new long[ScreenHub.Channels];
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    internal ScreenListener(ScreenHub hub) => _hub = hub;

    internal void Wake() => _signal.Writer.TryWrite(true);

    /// <summary>Waits until something newer is there, or until the token ends the wait; true when there is something.</summary>
    internal async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _signal.Reader.ReadAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Adds the newest frame of every channel that changed since the last call.</summary>
    internal void Take(List<byte[]> frames) => _hub.Take(_seen, frames);

    public void Dispose() => _hub.Leave(this);
}

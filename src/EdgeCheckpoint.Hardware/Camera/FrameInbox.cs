using System.Threading.Channels;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>Holds the newest picture until somebody takes it; an older one nobody took goes back to the pool and is counted.</summary>
internal sealed class FrameInbox : IPictureSink
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly FramePool _pool = new();
    private readonly Channel<GrayFrame> _newest;
    private byte[]? _filling;
    private (int Width, int Height) _size;
    private long _frames;
    private long _dropped;
    private long _lastTicks = long.MinValue;

    internal FrameInbox(TimeProvider time)
    {
        _time = time;
        _newest = Channel.CreateBounded<GrayFrame>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleWriter = true },
            DropUnread);
    }

    public Span<byte> Current => _filling;

    internal long Frames => Interlocked.Read(ref _frames);

    internal long Dropped => Interlocked.Read(ref _dropped);

    internal long BuffersMade => _pool.Made;

    internal bool Delivering
    {
        get
        {
            long last = Interlocked.Read(ref _lastTicks);
            return last != long.MinValue && MonotonicInstant.Now(_time) - new MonotonicInstant(TimeSpan.FromTicks(last)) <= Fresh;
        }
    }

    public Span<byte> Begin(int width, int height)
    {
        int length = width * height;
        if (_filling?.Length != length)
        {
            _filling = _pool.Rent(length);
        }

        _size = (width, height);
        return _filling;
    }

    public void Publish()
    {
        MonotonicInstant now = MonotonicInstant.Now(_time);
        CameraFrame frame = new(_pool, _filling!, _size.Width, _size.Height, now);
        _filling = null;
        Interlocked.Exchange(ref _lastTicks, now.SinceStart.Ticks);
        Interlocked.Increment(ref _frames);
        if (!_newest.Writer.TryWrite(frame))
        {
            frame.Dispose();
        }
    }

    public void Skip() => Interlocked.Increment(ref _dropped);

    internal ValueTask<GrayFrame> ReadAsync(CancellationToken cancellationToken) => _newest.Reader.ReadAsync(cancellationToken);

    internal void Close()
    {
        _newest.Writer.TryComplete();
        while (_newest.Reader.TryRead(out GrayFrame? left))
        {
            left.Dispose();
        }
    }

    private void DropUnread(GrayFrame unread)
    {
        Interlocked.Increment(ref _dropped);
        unread.Dispose();
    }
}

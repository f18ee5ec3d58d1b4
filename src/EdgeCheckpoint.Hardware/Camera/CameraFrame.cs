using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>A picture in a buffer of a <see cref="FramePool"/>. Its time is when its last byte arrived.</summary>
internal sealed class CameraFrame(FramePool pool, byte[] pixels, int width, int height, MonotonicInstant at) : GrayFrame
{
    private byte[]? _pixels = pixels;

    public override int Width => width;

    public override int Height => height;

    public override MonotonicInstant At => at;

    public override GrayImage Image
    {
        get
        {
            byte[]? pixels = _pixels;
            ObjectDisposedException.ThrowIf(pixels is null, this);
            return new GrayImage(pixels, width, height, width);
        }
    }

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _pixels, null) is { } buffer)
        {
            pool.Return(buffer);
        }
    }
}

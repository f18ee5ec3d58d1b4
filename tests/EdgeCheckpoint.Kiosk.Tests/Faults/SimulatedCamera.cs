using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>A camera on the test's clock: every frame period it sees the picture it is shown.</summary>
internal sealed class SimulatedCamera(TimeProvider time) : IFrameSource
{
    private static readonly TimeSpan FramePeriod = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private long _frames;
    private readonly WaitedTime _time = new(time);
    private long _lastTicks = -Fresh.Ticks;

    /// <summary>False: no pictures come.</summary>
    public volatile bool Plugged = true;

    /// <summary>What stands before it.</summary>
    public volatile GrayPicture Picture = new(320, 240);

    /// <summary>Whether all that was seen is done with and the next picture is waited for.</summary>
    public bool IsWaitedFor => _time.IsWaitedFor;

    public FrameSourceHealth Health => new(
        Plugged && MonotonicInstant.Now(time).SinceStart.Ticks - Interlocked.Read(ref _lastTicks) < Fresh.Ticks, Interlocked.Read(ref _frames), 0, 0, Plugged ? "" : "the camera is unplugged");

    public async ValueTask<GrayFrame> ReadAsync(CancellationToken cancellationToken)
    {
        do
        {
            await Task.Delay(FramePeriod, _time, cancellationToken);
        }
        while (!Plugged);

        Interlocked.Increment(ref _frames);
        Interlocked.Exchange(ref _lastTicks, MonotonicInstant.Now(time).SinceStart.Ticks);
        return new Frame(Picture, MonotonicInstant.Now(time));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Frame(GrayPicture picture, MonotonicInstant at) : GrayFrame
    {
        public override int Width => picture.Width;

        public override int Height => picture.Height;

        public override MonotonicInstant At => at;

        public override GrayImage Image => new(picture.Pixels, picture.Width, picture.Height, picture.Width);

        public override void Dispose()
        {
        }
    }
}

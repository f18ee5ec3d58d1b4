using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Ports;

/// <summary>A camera that gives luminance pictures. The newest wins; what nobody took is dropped and counted.</summary>
public interface IFrameSource : IAsyncDisposable
{
    /// <summary>Waits for a picture newer than the last one taken. Faults do not end the wait: the source restarts by itself.</summary>
    /// <returns>A pooled picture; dispose it to give the buffer back.</returns>
    ValueTask<GrayFrame> ReadAsync(CancellationToken cancellationToken);

    /// <summary>State and counters, for health and the screen.</summary>
    FrameSourceHealth Health { get; }
}

/// <summary>How a camera does.</summary>
/// <param name="Delivering">Whether a picture came within the last two seconds.</param>
/// <param name="Frames">Pictures received since start.</param>
/// <param name="Dropped">Pictures nobody took.</param>
/// <param name="Restarts">Times the source had to be started again.</param>
/// <param name="Fault">Last fault in words for a technician; empty when there was none.</param>
public sealed record FrameSourceHealth(bool Delivering, long Frames, long Dropped, long Restarts, string Fault);

/// <summary>One luminance picture in a pooled buffer.</summary>
public abstract class GrayFrame : IDisposable
{
    public abstract int Width { get; }

    public abstract int Height { get; }

    public abstract MonotonicInstant At { get; }

    public abstract GrayImage Image { get; }

    /// <summary>Gives the buffer back; the picture must not be used afterwards.</summary>
    public abstract void Dispose();
}

using System.Collections.Concurrent;

namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>Buffers of one size that go round. Thread-safe.</summary>
/// <remarks>One is being filled, one waits, one or two are being read: four stay warm. A buffer nobody gives back is the collector's.</remarks>
internal sealed class FramePool
{
    private const int Kept = 4;

    private readonly ConcurrentQueue<byte[]> _free = new();
    private volatile int _length;

    /// <summary>Buffers made since start; stands still once the camera runs.</summary>
    internal long Made { get; private set; }

    internal byte[] Rent(int length)
    {
        _length = length;
        while (_free.TryDequeue(out byte[]? buffer))
        {
            if (buffer.Length == length)
            {
                return buffer;
            }
        }

        Made++;
        return new byte[length];
    }

    internal void Return(byte[] buffer)
    {
        if (buffer.Length == _length && _free.Count < Kept)
        {
            _free.Enqueue(buffer);
        }
    }
}

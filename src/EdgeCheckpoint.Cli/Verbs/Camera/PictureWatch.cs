using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Cli.Verbs.Camera;

/// <summary>Takes every picture of a camera and keeps what a technician looks for.</summary>
internal sealed class PictureWatch(IFrameSource source)
{
    private readonly Lock _state = new();
    private Second _second;

    /// <summary>The last picture; null before the first.</summary>
    public (int Width, int Height, byte[] Pixels)? Last { get; private set; }

    /// <param name="Pictures">How many came.</param>
    /// <param name="Brightness">Mean of the last one, 0 to 255.</param>
    /// <param name="Sharpness">Mean step between neighbours of the last one, 0 to 255: highest when the lens is in focus.</param>
    internal readonly record struct Second(int Pictures, int Width, int Height, double Brightness, double Sharpness);

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using GrayFrame frame = await source.ReadAsync(cancellationToken).ConfigureAwait(false);
                Keep(frame);
            }
        }
        catch (OperationCanceledException)
        {
            // The watch is over.
        }
    }

    /// <summary>What came since the last call.</summary>
    public Second Take()
    {
        lock (_state)
        {
            Second second = _second;
            _second = second with { Pictures = 0 };
            return second;
        }
    }

    private void Keep(GrayFrame frame)
    {
        GrayImage image = frame.Image;
        long sum = 0;
        long steps = 0;
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = image.Pixels.Slice(y * image.Stride, image.Width);
            for (int x = 1; x < row.Length; x++)
            {
                sum += row[x];
                steps += Math.Abs(row[x] - row[x - 1]);
            }
        }

        double count = Math.Max(1.0, image.Height * (image.Width - 1.0));
        lock (_state)
        {
            _second = new Second(_second.Pictures + 1, image.Width, image.Height, sum / count, steps / count);
            Last = (image.Width, image.Height, image.Pixels.ToArray());
        }
    }
}

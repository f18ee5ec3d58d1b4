namespace EdgeCheckpoint.Core.Thermal;

/// <summary>Finds marked pixels that hang together. Keeps its buffers; allocates nothing per picture.</summary>
internal sealed class BlobFinder
{
    private const int BlobsAtMost = 100;
    private const byte Dropped = 255;

    private readonly int _bridge;
    private readonly int _width;
    private readonly int _height;
    private readonly byte[] _labels;
    private readonly int[] _stack;
    private readonly Blob[] _blobs = new Blob[BlobsAtMost];
    private int _count;

    /// <param name="bridge">Pixels this far apart still hang together; 1 is the next one.</param>
    public BlobFinder(int width, int height, int bridge)
    {
        _width = width;
        _height = height;
        _bridge = bridge;
        _labels = new byte[width * height];
        _stack = new int[width * height];
    }

    /// <summary>Blobs of the last picture, largest first.</summary>
    public ReadOnlySpan<Blob> Blobs => _blobs.AsSpan(0, _count);

    /// <summary>True where a pixel belongs to a blob.</summary>
    public bool Belongs(int x, int y, in Blob blob) => _labels[(y * _width) + x] == blob.Label;

    /// <param name="marked">Which pixels to look at.</param>
    /// <param name="celsius">The picture.</param>
    /// <param name="difference">The same, less the background.</param>
    /// <param name="pixelsAtLeast">Smaller blobs are noise.</param>
    public void Find(ReadOnlySpan<bool> marked, ReadOnlySpan<float> celsius, ReadOnlySpan<float> difference, int pixelsAtLeast)
    {
        _labels.AsSpan().Clear();
        _count = 0;
        for (int i = 0; i < celsius.Length && _count < BlobsAtMost; i++)
        {
            if (_labels[i] == 0 && marked[i])
            {
                Blob blob = Flood(marked, celsius, difference, i, (byte)(_count + 1));
                if (blob.Pixels >= pixelsAtLeast)
                {
                    _blobs[_count++] = blob;
                }
                else
                {
                    Drop(blob);
                }
            }
        }

        _blobs.AsSpan(0, _count).Sort(static (a, b) => b.Pixels.CompareTo(a.Pixels));
    }

    private void Drop(in Blob blob)
    {
        for (int y = blob.Top; y <= blob.Bottom; y++)
        {
            foreach (ref byte label in _labels.AsSpan((y * _width) + blob.Left, blob.Width))
            {
                label = label == blob.Label ? Dropped : label;
            }
        }
    }

    private Blob Flood(ReadOnlySpan<bool> marked, ReadOnlySpan<float> celsius, ReadOnlySpan<float> difference, int seed, byte label)
    {
        int top = seed / _width, bottom = top, left = seed % _width, right = left, pixels = 0, depth = 0;
        float hottest = float.MinValue, warmest = float.MinValue;
        _labels[seed] = label;
        _stack[depth++] = seed;
        while (depth > 0)
        {
            int pixel = _stack[--depth];
            int x = pixel % _width, y = pixel / _width;
            pixels++;
            left = Math.Min(left, x);
            right = Math.Max(right, x);
            top = Math.Min(top, y);
            bottom = Math.Max(bottom, y);
            hottest = Math.Max(hottest, celsius[pixel]);
            warmest = Math.Max(warmest, difference[pixel]);
            for (int ny = Math.Max(y - _bridge, 0); ny <= Math.Min(y + _bridge, _height - 1); ny++)
            {
                for (int nx = Math.Max(x - _bridge, 0); nx <= Math.Min(x + _bridge, _width - 1); nx++)
                {
                    int next = (ny * _width) + nx;
                    if (_labels[next] == 0 && marked[next])
                    {
                        _labels[next] = label;
                        _stack[depth++] = next;
                    }
                }
            }
        }

        return new Blob(label, left, top, right, bottom, pixels, hottest, warmest);
    }
}

namespace EdgeCheckpoint.Core.Thermal;

/// <summary>Marks what is skin: nearer in temperature to the warmest of its person than to the wall. Cloth and hair lie between. Allocates nothing per picture.</summary>
internal sealed class SkinMask(int width, int height, ThermalOptions options)
{
    /// <summary>Skin lies above this share of the way from wall to warmest.</summary>
    private const float SkinShare = 0.6f;

    private readonly bool[] _marked = new bool[width * height];
    private readonly float[] _values = new float[width * height];

    public ReadOnlySpan<bool> Marked => _marked;

    public void Clear() => _marked.AsSpan().Clear();

    /// <summary>Marks the skin of one silhouette.</summary>
    /// <param name="wall">What is behind, °C.</param>
    /// <returns>False where the silhouette has none: an object, or somebody's cloth alone.</returns>
    public bool Mark(ReadOnlySpan<float> celsius, ReadOnlySpan<float> difference, BlobFinder finder, in Blob blob, float wall)
    {
        int count = 0;
        for (int y = blob.Top; y <= blob.Bottom; y++)
        {
            for (int x = blob.Left; x <= blob.Right; x++)
            {
                if (finder.Belongs(x, y, blob))
                {
                    _values[count++] = celsius[(y * width) + x];
                }
            }
        }

        _values.AsSpan(0, count).Sort();
        float warmest = _values[count - 1 - (count / 50)];
        if (warmest - wall < options.FaceContrastCelsius)
        {
            return false;
        }

        float threshold = wall + (SkinShare * (warmest - wall));
        for (int y = blob.Top; y <= blob.Bottom; y++)
        {
            for (int x = blob.Left; x <= blob.Right; x++)
            {
                int pixel = (y * width) + x;
                _marked[pixel] |= celsius[pixel] > threshold && difference[pixel] > options.ContrastCelsius && finder.Belongs(x, y, blob);
            }
        }

        return true;
    }
}

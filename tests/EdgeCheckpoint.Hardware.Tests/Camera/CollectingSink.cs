using EdgeCheckpoint.Hardware.Camera;

namespace EdgeCheckpoint.Hardware.Tests.Camera;

/// <summary>Keeps every picture a parser gives.</summary>
internal sealed class CollectingSink : IPictureSink
{
    private byte[] _filling = [];
    private int _width;

    public List<(int Width, byte[] Pixels)> Pictures { get; } = [];

    public int Skipped { get; private set; }

    public Span<byte> Current => _filling;

    public Span<byte> Begin(int width, int height)
    {
        _width = width;
        return _filling = new byte[width * height];
    }

    public void Publish() => Pictures.Add((_width, _filling));

    public void Skip() => Skipped++;
}

using EdgeCheckpoint.Hardware.Imaging;

namespace EdgeCheckpoint.Hardware.Qr;

/// <summary>A QR code as modules, without quiet zone.</summary>
public sealed class QrMatrix
{
    /// <summary>ISO/IEC 18004, 5.3.8: the light margin readers rely on, in modules.</summary>
    public const int QuietZone = 4;

    private readonly byte[] _modules;

    internal QrMatrix(int side, byte[] modules) => (Side, _modules) = (side, modules);

    /// <summary>Modules on a side: 21 to 177.</summary>
    public int Side { get; }

    /// <summary>Symbol version 1 to 40.</summary>
    public int Version => (Side - 17) / 4;

    /// <summary>Whether a module is dark.</summary>
    public bool this[int x, int y]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)x, (uint)Side, nameof(x));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Side, nameof(y));
            return _modules[(y * Side) + x] != 0;
        }
    }

    /// <summary>Draws it black on white.</summary>
    /// <param name="scale">Pixels a module, 1 to 64.</param>
    /// <param name="quietZone">Light modules around it.</param>
    public GrayPicture ToPicture(int scale, int quietZone = QuietZone)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, 64);
        ArgumentOutOfRangeException.ThrowIfNegative(quietZone);
        int side = (Side + (2 * quietZone)) * scale;
        var picture = new GrayPicture(side, side);
        picture.Pixels.Fill(255);
        for (int y = 0; y < Side * scale; y++)
        {
            Span<byte> row = picture.Pixels.Slice((((quietZone * scale) + y) * side) + (quietZone * scale), Side * scale);
            for (int x = 0; x < row.Length; x++)
            {
                row[x] = this[x / scale, y / scale] ? (byte)0 : (byte)255;
            }
        }

        return picture;
    }
}

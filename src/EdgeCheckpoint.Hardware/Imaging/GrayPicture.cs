using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Hardware.Imaging;

/// <summary>An 8-bit luminance picture in memory; 0 is black.</summary>
public sealed class GrayPicture
{
    /// <summary>Pixels a side a file may have; a header that claims more is refused before memory is taken.</summary>
    public const int MaximumSide = 16384;

    private readonly byte[] _pixels;

    public GrayPicture(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaximumSide);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaximumSide);
        (Width, Height) = (width, height);
        _pixels = new byte[width * height];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Row by row, <see cref="Width"/> apart.</summary>
    public Span<byte> Pixels => _pixels;

    /// <summary>The picture as readers take it.</summary>
    public GrayImage Image => new(_pixels, Width, Height, Width);

    /// <summary>Reads a PNG, JPEG or PGM file; colours become luminance, transparency becomes white.</summary>
    /// <exception cref="InvalidDataException">None of these, or damaged; the message says how.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static GrayPicture Load(string path) => Parse(File.ReadAllBytes(path));

    /// <inheritdoc cref="Load"/>
    public static GrayPicture Parse(ReadOnlySpan<byte> file) => file switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => PngReader.Read(file),
        [0xFF, 0xD8, ..] => JpegFile.Read(file),
        [(byte)'P', (byte)'5', ..] => PgmFormat.Read(file),
        _ => throw new InvalidDataException("This is neither a PNG, nor a JPEG, nor a binary PGM picture."),
    };

    /// <summary>Half the size, each pixel the mean of four; a line stays a line.</summary>
    public static GrayPicture Halve(GrayImage image)
    {
        var half = new GrayPicture(Math.Max(1, image.Width / 2), Math.Max(1, image.Height / 2));
        int right = image.Width > 1 ? 1 : 0, down = image.Height > 1 ? 1 : 0;
        for (int y = 0; y < half.Height; y++)
        {
            ReadOnlySpan<byte> above = image.Pixels[(2 * y * image.Stride)..], below = image.Pixels[(((2 * y) + down) * image.Stride)..];
            Span<byte> row = half.Pixels.Slice(y * half.Width, half.Width);
            for (int x = 0; x < row.Length; x++)
            {
                row[x] = (byte)((above[2 * x] + above[(2 * x) + right] + below[2 * x] + below[(2 * x) + right] + 2) / 4);
            }
        }

        return half;
    }

    /// <summary>Writes a PNG, or a PGM where the name ends in <c>.pgm</c>.</summary>
    public void Save(string path)
    {
        using FileStream file = File.Create(path);
        if (Path.GetExtension(path).Equals(".pgm", StringComparison.OrdinalIgnoreCase))
        {
            PgmFormat.Write(this, file);
        }
        else
        {
            PngWriter.Write(this, file);
        }
    }
}

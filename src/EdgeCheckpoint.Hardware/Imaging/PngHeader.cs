using System.Buffers.Binary;

namespace EdgeCheckpoint.Hardware.Imaging;

/// <summary>Chunk IHDR.</summary>
/// <param name="Depth">Bits a sample: 1, 2, 4, 8, 16.</param>
/// <param name="Color">0 gray, 2 RGB, 3 palette, 4 gray with alpha, 6 RGB with alpha.</param>
internal readonly record struct PngHeader(int Width, int Height, int Depth, int Color)
{
    public int Channels => Color switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    public int BitsPerPixel => Depth * Channels;

    public static PngHeader Parse(ReadOnlySpan<byte> data)
    {
        if (data.Length < 13)
        {
            throw new InvalidDataException("The PNG header is cut off.");
        }

        var header = new PngHeader(
            BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]), data[8], data[9]);
        bool known = (header.Color, header.Depth) is (0 or 3, 1 or 2 or 4 or 8) or (0, 16) or (2 or 4 or 6, 8 or 16);
        bool sized = header.Width is > 0 and <= GrayPicture.MaximumSide && header.Height is > 0 and <= GrayPicture.MaximumSide;
        return !known || !sized || data[10] != 0 || data[11] != 0
            ? throw new InvalidDataException($"A PNG picture of {header.Width} x {header.Height}, colour type {header.Color}, depth {header.Depth} is not supported.")
            : data[12] != 0 ? throw new InvalidDataException("Interlaced PNG pictures are not supported; save it without interlacing.")
            : header;
    }
}

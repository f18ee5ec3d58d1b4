using System.Buffers.Binary;
using System.IO.Compression;

namespace EdgeCheckpoint.Hardware.Imaging;

/// <summary>Reads PNG as luminance: every colour type and depth of ISO/IEC 15948, not interlaced.</summary>
internal static class PngReader
{
    /// <exception cref="InvalidDataException">Damaged or interlaced; the message says which.</exception>
    public static GrayPicture Read(ReadOnlySpan<byte> file)
    {
        using var packed = new MemoryStream();
        PngHeader header = default;
        ReadOnlySpan<byte> palette = [], transparency = [];
        for (int at = 8; at + 12 <= file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file[at..]);
            if (length < 0 || length > file.Length - at - 12)
            {
                break;
            }

            ReadOnlySpan<byte> type = file.Slice(at + 4, 4), data = file.Slice(at + 8, length);
            if (PngCrc.Of(type, data) != BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + length)..]))
            {
                throw new InvalidDataException("The PNG picture is damaged: a checksum is wrong.");
            }

            if (type.SequenceEqual("IHDR"u8))
            {
                header = PngHeader.Parse(data);
            }
            else if (type.SequenceEqual("PLTE"u8))
            {
                palette = data;
            }
            else if (type.SequenceEqual("tRNS"u8))
            {
                transparency = data;
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                packed.Write(data);
            }

            at += length + 12;
        }

        if (header.Width == 0)
        {
            throw new InvalidDataException("The PNG picture has no header.");
        }

        packed.Position = 0;
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        return Rows(header, zlib, new PngPixels(header, palette.ToArray(), transparency.ToArray()));
    }

    private static GrayPicture Rows(PngHeader header, ZLibStream zlib, PngPixels pixels)
    {
        var picture = new GrayPicture(header.Width, header.Height);
        int step = Math.Max(1, header.BitsPerPixel / 8);
        byte[] row = new byte[((header.Width * header.BitsPerPixel) + 7) / 8];
        byte[] previous = new byte[row.Length];
        try
        {
            for (int y = 0; y < header.Height; y++)
            {
                int filter = zlib.ReadByte();
                zlib.ReadExactly(row);
                PngFilter.Undo(filter, row, previous, step);
                pixels.ToGray(row, picture.Pixels.Slice(y * header.Width, header.Width));
                (row, previous) = (previous, row);
            }
        }
        catch (EndOfStreamException)
        {
            throw new InvalidDataException("The PNG picture is cut off.");
        }

        return picture;
    }
}

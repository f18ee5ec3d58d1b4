namespace EdgeCheckpoint.Hardware.Imaging;

/// <summary>Turns unfiltered rows into luminance (ITU-R BT.601) over white.</summary>
internal sealed class PngPixels(PngHeader header, byte[] palette, byte[] transparency)
{
    public void ToGray(ReadOnlySpan<byte> row, Span<byte> gray)
    {
        if (header is { Color: 0, Depth: 8 } && transparency.Length == 0)
        {
            row[..gray.Length].CopyTo(gray);
            return;
        }

        for (int x = 0; x < gray.Length; x++)
        {
            gray[x] = Pixel(row, x);
        }
    }

    private byte Pixel(ReadOnlySpan<byte> row, int x)
    {
        int first = x * header.Channels;
        switch (header.Color)
        {
            case 0:
                int raw = Raw(row, first);
                bool clear = transparency.Length >= 2 && raw == ((transparency[0] << 8) | transparency[1]);
                return clear ? (byte)255 : Scale(raw);
            case 3:
                int index = Raw(row, first);
                byte alpha = index < transparency.Length ? transparency[index] : (byte)255;
                return (3 * index) + 2 < palette.Length
                    ? OverWhite(Luma(palette[3 * index], palette[(3 * index) + 1], palette[(3 * index) + 2]), alpha)
                    : throw new InvalidDataException("The PNG picture is damaged: a colour is not in its palette.");
            case 4:
                return OverWhite(Sample(row, first), Sample(row, first + 1));
            default:
                byte luma = Luma(Sample(row, first), Sample(row, first + 1), Sample(row, first + 2));
                return header.Color == 6 ? OverWhite(luma, Sample(row, first + 3)) : luma;
        }
    }

    private byte Sample(ReadOnlySpan<byte> row, int sample) => Scale(Raw(row, sample));

    private int Raw(ReadOnlySpan<byte> row, int sample)
    {
        int bit = sample * header.Depth;
        return header.Depth switch
        {
            8 => row[sample],
            16 => (row[2 * sample] << 8) | row[(2 * sample) + 1],
            _ => (row[bit / 8] >> (8 - header.Depth - (bit % 8))) & ((1 << header.Depth) - 1),
        };
    }

    private byte Scale(int raw) => header.Depth == 16 ? (byte)(raw >> 8) : (byte)(raw * 255 / ((1 << header.Depth) - 1));

    private static byte Luma(byte red, byte green, byte blue) => (byte)(((red * 299) + (green * 587) + (blue * 114) + 500) / 1000);

    private static byte OverWhite(byte gray, byte alpha) => (byte)(((gray * alpha) + (255 * (255 - alpha)) + 127) / 255);
}

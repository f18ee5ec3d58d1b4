using System.Globalization;
using System.Text;

namespace EdgeCheckpoint.Hardware.Imaging;

/// <summary>Binary PGM ("P5"), 8 bits a pixel: the simplest picture there is.</summary>
internal static class PgmFormat
{
    public static GrayPicture Read(ReadOnlySpan<byte> file)
    {
        int at = 2;
        int width = Number(file, ref at), height = Number(file, ref at), maximum = Number(file, ref at);
        at++;
        if (width is < 1 or > GrayPicture.MaximumSide || height is < 1 or > GrayPicture.MaximumSide || maximum != 255)
        {
            throw new InvalidDataException($"A PGM picture of {width} x {height} with maximum {maximum} is not supported.");
        }

        if (file.Length - at < width * height)
        {
            throw new InvalidDataException("The PGM picture is cut off.");
        }

        var picture = new GrayPicture(width, height);
        file.Slice(at, width * height).CopyTo(picture.Pixels);
        return picture;
    }

    public static void Write(GrayPicture picture, Stream stream)
    {
        stream.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P5\n{picture.Width} {picture.Height}\n255\n")));
        stream.Write(picture.Pixels);
    }

    private static int Number(ReadOnlySpan<byte> file, ref int at)
    {
        while (at < file.Length && (char.IsWhiteSpace((char)file[at]) || file[at] == '#'))
        {
            if (file[at] == '#')
            {
                int end = file[at..].IndexOf((byte)'\n');
                at = end < 0 ? file.Length : at + end;
            }
            else
            {
                at++;
            }
        }

        int value = 0, start = at;
        while (at < file.Length && char.IsAsciiDigit((char)file[at]) && value < 1_000_000)
        {
            value = (value * 10) + (file[at++] - '0');
        }

        return at > start ? value : throw new InvalidDataException("The PGM header is damaged.");
    }
}

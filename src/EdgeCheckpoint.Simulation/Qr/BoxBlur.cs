using EdgeCheckpoint.Hardware.Imaging;

namespace EdgeCheckpoint.Simulation.Qr;

/// <summary>Two passes of a box in each direction: close to what a lens out of focus does.</summary>
internal static class BoxBlur
{
    public static void Apply(GrayPicture picture, int radius)
    {
        if (radius <= 0)
        {
            return;
        }

        byte[] line = new byte[Math.Max(picture.Width, picture.Height)];
        for (int pass = 0; pass < 2; pass++)
        {
            for (int y = 0; y < picture.Height; y++)
            {
                Line(picture.Pixels, y * picture.Width, 1, picture.Width, radius, line);
            }

            for (int x = 0; x < picture.Width; x++)
            {
                Line(picture.Pixels, x, picture.Width, picture.Height, radius, line);
            }
        }
    }

    private static void Line(Span<byte> pixels, int start, int step, int length, int radius, byte[] line)
    {
        for (int i = 0; i < length; i++)
        {
            line[i] = pixels[start + (i * step)];
        }

        int sum = 0, size = (2 * radius) + 1;
        for (int i = -radius; i <= radius; i++)
        {
            sum += line[Math.Clamp(i, 0, length - 1)];
        }

        for (int i = 0; i < length; i++)
        {
            pixels[start + (i * step)] = (byte)(sum / size);
            sum += line[Math.Min(length - 1, i + radius + 1)] - line[Math.Max(0, i - radius)];
        }
    }
}

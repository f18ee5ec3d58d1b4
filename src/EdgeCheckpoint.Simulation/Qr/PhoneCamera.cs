using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Hardware.Qr;

namespace EdgeCheckpoint.Simulation.Qr;

/// <summary>Draws a code on a phone as a camera would see it: in perspective, out of focus, under glare, with noise.</summary>
/// <param name="random">Seeded, so that a picture can be had again.</param>
public sealed class PhoneCamera(int width, int height, Random random)
{
    private const byte Background = 96;
    private const byte ScreenLight = 225;
    private const byte ScreenDark = 28;
    private const byte Saturated = 255;

    public int Width { get; } = width;

    public int Height { get; } = height;

    /// <summary>One picture.</summary>
    public GrayPicture Take(QrMatrix code, PhonePose pose)
    {
        var picture = new GrayPicture(Width, Height);
        var plane = new ScreenPlane(pose);
        for (int y = 0; y < Height; y++)
        {
            Span<byte> row = picture.Pixels.Slice(y * Width, Width);
            for (int x = 0; x < Width; x++)
            {
                int sum = 0;
                for (int part = 0; part < 4; part++)
                {
                    (double u, double v) = plane.ToModule(x + 0.25 + (part % 2 * 0.5), y + 0.25 + (part / 2 * 0.5), code.Side);
                    sum += Light(code, pose, u, v);
                }

                row[x] = (byte)(sum / 4);
            }
        }

        BoxBlur.Apply(picture, pose.Blur);
        AddNoise(picture, pose.Noise);
        return picture;
    }

    /// <summary>Whether all four corners of the code are in the picture.</summary>
    public bool Shows(PhonePose pose)
    {
        var plane = new ScreenPlane(pose);
        return new[] { (-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5) }.All(corner =>
        {
            (double x, double y) = plane.ToPixel(corner.Item1, corner.Item2);
            return x >= 0 && y >= 0 && x < Width && y < Height;
        });
    }

    private static byte Light(QrMatrix code, PhonePose pose, double u, double v)
    {
        // The white field is the quiet zone; the phone beyond it is dark.
        const int Field = QrMatrix.QuietZone + 2;
        bool onScreen = u > -Field && v > -Field && u < code.Side + Field && v < code.Side + Field;
        if (!onScreen)
        {
            return u > -2 * Field && v > -3 * Field && u < code.Side + (2 * Field) && v < code.Side + (3 * Field) ? ScreenDark : Background;
        }

        bool dark = u >= 0 && v >= 0 && u < code.Side && v < code.Side && code[(int)u, (int)v];
        double light = dark != pose.Inverted ? ScreenDark : ScreenLight;
        if (pose.Glare.Radius > 0)
        {
            double away = Math.Sqrt(((u - pose.Glare.X) * (u - pose.Glare.X)) + ((v - pose.Glare.Y) * (v - pose.Glare.Y))) / pose.Glare.Radius;
            light += away < 1 ? Saturated : Saturated * Math.Exp(-6 * (away - 1));
        }

        return (byte)Math.Min(light, Saturated);
    }

    private void AddNoise(GrayPicture picture, double noise)
    {
        if (noise <= 0)
        {
            return;
        }

        foreach (ref byte pixel in picture.Pixels)
        {
            // The sum of four uniform values is near enough to a bell.
            double bell = random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2;
            pixel = (byte)Math.Clamp(pixel + (bell * noise * 1.73), 0, 255);
        }
    }
}

using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Kiosk.Screen;

/// <summary>Pictures made small enough to be sent many times a second.</summary>
internal static class Thumbnail
{
    /// <summary>Longest side of a camera thumbnail, pixels: enough to see oneself and the code, too little to keep.</summary>
    internal const int MaxSide = 160;

    /// <summary>Range of the thermal picture: 0 is this many °C, 255 is <see cref="HighCelsius"/>; the same for everybody, so colours compare.</summary>
    internal const float LowCelsius = 18f;

    internal const float HighCelsius = 40f;

    /// <summary>Mean of each block of pixels, so that fine patterns do not flicker.</summary>
    internal static ScreenPicture Of(GrayImage image)
    {
        int block = Math.Max(1, (Math.Max(image.Width, image.Height) + MaxSide - 1) / MaxSide);
        int width = Math.Max(1, image.Width / block);
        int height = Math.Max(1, image.Height / block);
        byte[] pixels = new byte[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                pixels[(y * width) + x] = Mean(image, x * block, y * block, block);
            }
        }

        return new ScreenPicture(width, height, pixels);
    }

    internal static ScreenPicture Of(ThermalFrame frame, HeadRegion? head)
    {
        byte[] pixels = new byte[frame.Celsius.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            float share = (frame.Celsius[i] - LowCelsius) / (HighCelsius - LowCelsius);
            pixels[i] = float.IsNaN(share) ? (byte)0 : (byte)(Math.Clamp(share, 0f, 1f) * 255f);
        }

        return new ScreenPicture(frame.Width, frame.Height, pixels, head is { } h ? [h.X, h.Y, h.Width, h.Height] : null);
    }

    private static byte Mean(GrayImage image, int left, int top, int block)
    {
        int right = Math.Min(left + block, image.Width);
        int bottom = Math.Min(top + block, image.Height);
        int sum = 0;
        for (int y = top; y < bottom; y++)
        {
            foreach (byte pixel in image.Pixels.Slice((y * image.Stride) + left, right - left))
            {
                sum += pixel;
            }
        }

        return (byte)(sum / ((right - left) * (bottom - top)));
    }
}

using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Hardware.Qr;

namespace EdgeCheckpoint.Simulation.Stage;

/// <summary>Pictures of the camera in a demo: the empty hall, or somebody holding a code before it.</summary>
public static class HeldCode
{
    private const byte Wall = 118;
    private const byte Paper = 232;
    private const byte Ink = 24;

    /// <summary>Nobody is there.</summary>
    public static GrayPicture Nobody(int width, int height)
    {
        var picture = new GrayPicture(width, height);
        for (int y = 0; y < height; y++)
        {
            // A hall lit from above.
            picture.Pixels.Slice(y * width, width).Fill((byte)(Wall + 30 - (60 * y / height)));
        }

        return picture;
    }

    /// <summary>A printed code held upright in the middle, as large as three quarters of the picture's height at most.</summary>
    public static GrayPicture Show(string text, int width, int height)
    {
        GrayPicture picture = Nobody(width, height);
        QrMatrix matrix = QrWriter.Encode(text);
        GrayPicture code = matrix.ToPicture(Math.Max(1, height * 3 / 4 / (matrix.Side + (2 * QrMatrix.QuietZone))));
        int left = (width - code.Width) / 2, top = (height - code.Height) / 2;
        for (int y = 0; y < code.Height; y++)
        {
            Span<byte> row = picture.Pixels.Slice(((top + y) * width) + left, code.Width);
            for (int x = 0; x < row.Length; x++)
            {
                row[x] = code.Pixels[(y * code.Width) + x] == 0 ? Ink : Paper;
            }
        }

        return picture;
    }
}

using System.Globalization;
using System.Text;
using EdgeCheckpoint.Hardware.Qr;
using EdgeCheckpoint.Kiosk.Screen;

namespace EdgeCheckpoint.Kiosk.Visitors;

/// <summary>A QR code as an SVG path: sharp at every size, and small.</summary>
internal static class QrPath
{
    /// <summary>One rectangle for each run of dark modules in a row.</summary>
    internal static ScreenCode Of(QrMatrix code)
    {
        var path = new StringBuilder(code.Side * code.Side * 3);
        for (int y = 0; y < code.Side; y++)
        {
            for (int x = 0; x < code.Side; x++)
            {
                int start = x;
                while (x < code.Side && code[x, y])
                {
                    x++;
                }

                if (x > start)
                {
                    int run = x - start;
                    path.Append(CultureInfo.InvariantCulture, $"M{start + QrMatrix.QuietZone} {y + QrMatrix.QuietZone}h{run}v1h-{run}z");
                }
            }
        }

        return new ScreenCode(code.Side + (2 * QrMatrix.QuietZone), path.ToString());
    }
}

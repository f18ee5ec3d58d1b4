using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Hardware.Native.Vision;
using EdgeCheckpoint.Hardware.Qr;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Qr;

/// <summary>Large codes on paper that does not lie flat, small in the picture.</summary>
public sealed class QrPaperTests
{
    private const double PixelsPerModule = 2.3;

    [NeedsTheory(library: VisionNative.Library)]
    [InlineData(QrErrorCorrection.Medium, 0.6)]
    [InlineData(QrErrorCorrection.High, 1.2)]
    [InlineData(QrErrorCorrection.High, 1.6)]
    public void What_some_blocks_say_places_the_modules_of_the_rest(QrErrorCorrection level, double bend)
    {
        string text = string.Concat(Enumerable.Range(0, 120).Select(static i => $"line {i} "));
        using var reader = new QrReader(new QrReaderOptions { Engines = QrEngines.Own, Deadline = TimeSpan.Zero, Accumulate = false });
        DecodedCode code = Assert.Single(reader.Decode(Wavy(QrWriter.Encode(text, level), bend, new Random(3)).Image));
        Assert.Equal(text, code.Text);
    }

    /// <summary>A sheet with waves from top to bottom, shorter than the way from one alignment pattern to the next but one, which move its modules sideways.</summary>
    /// <param name="bend">At most so many modules.</param>
    private static GrayPicture Wavy(QrMatrix code, double bend, Random random)
    {
        const double Waves = 3.5;
        int size = (int)((code.Side + 12) * PixelsPerModule);
        var picture = new GrayPicture(size, size);
        for (int i = 0; i < size * size; i++)
        {
            double light = 0;
            for (int part = 0; part < 16; part++)
            {
                double u = (((i % size) + ((part % 4) / 4.0)) / PixelsPerModule) - 6, v = (((i / size) + ((part / 4) / 4.0)) / PixelsPerModule) - 6;
                u += bend * Math.Sin(Waves * Math.Tau * v / code.Side) * Math.Sin(Math.PI * u / code.Side);
                bool dark = u >= 0 && v >= 0 && u < code.Side && v < code.Side && code[(int)u, (int)v];
                light += dark ? 40 : 200;
            }

            picture.Pixels[i] = (byte)((light / 16) + random.Next(-12, 13));
        }

        return picture;
    }
}

using System.Runtime.CompilerServices;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Hardware.Native.Vision;
using EdgeCheckpoint.Hardware.Qr;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Qr;

public sealed class QrReaderTests
{
    [NeedsTheory(library: VisionNative.Library)]
    [InlineData("1")]
    [InlineData("ECP1:0123456789ABCDEF")]
    [InlineData("锡康码 ✓")]
    [InlineData("https://example.org/?q=grüße")]
    public void What_was_written_is_read(string text)
    {
        using var reader = new QrReader();
        foreach (QrErrorCorrection level in Enum.GetValues<QrErrorCorrection>())
        {
            DecodedCode code = Assert.Single(reader.Decode(QrWriter.Encode(text, level).ToPicture(scale: 4).Image));
            Assert.Equal(text, code.Text);
            Assert.Equal("LMQH"[(int)level].ToString(), code.Level);
        }
    }

    [NeedsFact(library: VisionNative.Library)]
    public void Corners_are_those_of_the_symbol()
    {
        QrMatrix matrix = QrWriter.Encode("corners");
        using var reader = new QrReader();
        CodeCorners corners = Assert.Single(reader.Decode(matrix.ToPicture(scale: 8).Image)).Corners;
        float low = QrMatrix.QuietZone * 8, high = low + (matrix.Side * 8);
        Near(low, low, corners.TopLeft);
        Near(high, low, corners.TopRight);
        Near(high, high, corners.BottomRight);
        Near(low, high, corners.BottomLeft);

        static void Near(float x, float y, ImagePoint point)
        {
            Assert.InRange(point.X, x - 6, x + 6);
            Assert.InRange(point.Y, y - 6, y + 6);
        }
    }

    [NeedsFact(library: VisionNative.Library)]
    public void An_empty_picture_holds_no_code()
    {
        using var reader = new QrReader();
        Assert.Empty(reader.Decode(new GrayPicture(640, 480).Image));
        Assert.Empty(reader.Decode(new GrayPicture(1, 1).Image));
        Assert.Empty(reader.Decode(new GrayPicture(5000, 1).Image));
    }

    [NeedsFact(library: VisionNative.Library)]
    public void A_picture_beyond_the_limits_is_refused()
    {
        using var reader = new QrReader();
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Decode(new GrayImage(new byte[10], 4, 4, 4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Decode(new GrayImage(new byte[100], 10, 10, 9)));
    }

    [NeedsFact(library: VisionNative.Library)]
    public void A_picture_larger_than_the_reader_takes_is_read_at_half_its_size()
    {
        GrayPicture code = QrWriter.Encode("large").ToPicture(scale: 6), large = Wall(4200, 1000);
        Paste(code, large, 4000 - code.Width, 100);
        using var reader = new QrReader(new QrReaderOptions { Deadline = TimeSpan.Zero });
        DecodedCode read = Assert.Single(reader.Decode(large.Image));
        Assert.Equal("large", read.Text);
        Assert.InRange(read.Corners.TopLeft.X, 4000 - code.Width + 24 - 4, 4000 - code.Width + 24 + 4);
    }

    [NeedsFact(library: VisionNative.Library)]
    public void A_code_with_a_covered_finder_is_read_beside_a_clean_one()
    {
        GrayPicture hall = Wall(1280, 720), covered = QrWriter.Encode("covered", QrErrorCorrection.High).ToPicture(scale: 5);
        Paste(QrWriter.Encode("poster").ToPicture(scale: 4), hall, 40, 40);
        Paste(covered, hall, 600, 300);
        Paste(Wall(45, 45), hall, 600 + covered.Width - 60, 315);
        using var reader = new QrReader(new QrReaderOptions { Engines = QrEngines.Own, Deadline = TimeSpan.Zero });
        Assert.Equal(["covered", "poster"], reader.Decode(hall.Image).Select(static code => code.Text).Order());
    }

    [NeedsFact(library: VisionNative.Library)]
    public void A_text_no_code_can_hold_is_refused() =>
        Assert.Throws<ArgumentException>(static () => QrWriter.Encode(new string('x', 3000)));

    [Fact]
    public void Structures_have_the_size_the_header_gives_them()
    {
        Assert.Equal(12, Unsafe.SizeOf<VisionRequest>());
        Assert.Equal(68, Unsafe.SizeOf<VisionCode>());
        Assert.Equal(56, Unsafe.SizeOf<VisionUnread>());
    }

    private static GrayPicture Wall(int width, int height)
    {
        var wall = new GrayPicture(width, height);
        wall.Pixels.Fill(200);
        return wall;
    }

    private static void Paste(GrayPicture picture, GrayPicture onto, int left, int top)
    {
        for (int y = 0; y < picture.Height; y++)
        {
            picture.Pixels.Slice(y * picture.Width, picture.Width).CopyTo(onto.Pixels[(((top + y) * onto.Width) + left)..]);
        }
    }
}

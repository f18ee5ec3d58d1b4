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
    }

    [NeedsFact(library: VisionNative.Library)]
    public void A_picture_beyond_the_limits_is_refused()
    {
        using var reader = new QrReader();
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Decode(new GrayImage(new byte[10], 4, 4, 4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Decode(new GrayImage(new byte[5000], 5000, 1, 5000)));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Decode(new GrayImage(new byte[100], 10, 10, 9)));
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
}

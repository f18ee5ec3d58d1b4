using System.Text;
using EdgeCheckpoint.Hardware.Qr;

namespace EdgeCheckpoint.Hardware.Tests.Qr;

public sealed class QrContentTests
{
    [Theory]
    [InlineData("utf-8", "健康码 ✓")]
    [InlineData("shift_jis", "日本語テキスト")]
    [InlineData("gb18030", "出入证 一人一码")]
    [InlineData("shift_jis", "ﾃﾞｻﾞｲﾝQR")]
    [InlineData("iso-8859-1", "Grüße aus Köln")]
    public void A_byte_segment_without_a_named_set_is_understood(string charset, string text)
    {
        Encoding encoding = CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);
        Assert.Equal(text, QrContent.Decode(5, ByteSegment(encoding.GetBytes(text))));
    }

    [Fact]
    public void Binary_content_is_no_text() =>
        Assert.Equal("", QrContent.Decode(5, ByteSegment([0x52, 0x00, 0xFF, 0x91, 0xFE, 0x01, 0x80])));

    [Fact]
    public void No_character_set_number_fails()
    {
        int known = Enumerable.Range(0, 1000).Count(static number => Charsets.OfEci(number) is not null);
        Assert.InRange(known, 28, 36);
        Assert.Equal("€", Charsets.OfEci(17)!.GetString([0xA4]));
    }

    [Fact]
    public void Numbers_keep_their_leading_zeros()
    {
        // ISO/IEC 18004 annex I: 01234567 in version 1.
        byte[] data = [0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11];
        Assert.Equal("01234567", QrContent.Decode(1, data));
    }

    [Fact]
    public void Any_bytes_give_some_text_and_never_a_failure()
    {
        var random = new Random(3);
        for (int run = 0; run < 20_000; run++)
        {
            byte[] data = new byte[random.Next(0, 60)];
            random.NextBytes(data);
            Assert.NotNull(QrContent.Decode(random.Next(2) == 0 ? random.Next(1, 41) : -random.Next(1, 5), data));
        }
    }

    private static byte[] ByteSegment(byte[] bytes)
    {
        var bits = new StringBuilder("0100").Append(Convert.ToString(bytes.Length, 2).PadLeft(8, '0'));
        foreach (byte value in bytes)
        {
            bits.Append(Convert.ToString(value, 2).PadLeft(8, '0'));
        }

        bits.Append("0000");
        string all = bits.ToString().PadRight((bits.Length + 7) / 8 * 8, '0');
        return [.. Enumerable.Range(0, all.Length / 8).Select(i => Convert.ToByte(all.Substring(i * 8, 8), 2))];
    }
}

using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Hardware.Native.Vision;
using EdgeCheckpoint.Hardware.Qr;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Qr;

/// <summary>A short run; <c>./fuzz.sh qr</c> goes on for as long as wanted, with sanitizers.</summary>
public sealed class QrFuzzTests
{
    private const string Text = "ECP1:THE TEXT THAT MUST NEVER BE ANOTHER 0123456789";

    [NeedsFact(library: VisionNative.Library)]
    public void A_damaged_picture_gives_its_text_or_none()
    {
        using var reader = new QrReader();
        var random = new Random(17);
        for (int run = 0; run < 400; run++)
        {
            GrayPicture picture = QrWriter.Encode(Text, (QrErrorCorrection)random.Next(4)).ToPicture(random.Next(1, 6), random.Next(0, 5));
            Damage(picture, random);
            Assert.All(reader.Decode(picture.Image), code => Assert.True(code.Text == Text, $"run {run} of seed 17 gave '{code.Text}'"));
        }
    }

    [NeedsFact(library: VisionNative.Library)]
    public void Any_buffer_of_any_size_and_stride_is_taken()
    {
        using var reader = new QrReader();
        var random = new Random(18);
        for (int run = 0; run < 400; run++)
        {
            int width = random.Next(1, run % 40 == 0 ? 1400 : 150), height = random.Next(1, run % 40 == 0 ? 1400 : 150), stride = width + random.Next(0, 30);
            byte[] pixels = new byte[((height - 1) * stride) + width];
            random.NextBytes(pixels);
            Assert.Empty(reader.Decode(new GrayImage(pixels, width, height, stride)));
        }
    }

    private static void Damage(GrayPicture picture, Random random)
    {
        for (int blow = random.Next(0, 5); blow > 0; blow--)
        {
            int x0 = random.Next(picture.Width), y0 = random.Next(picture.Height);
            int width = random.Next(1, 1 + (picture.Width / 3)), height = random.Next(1, 1 + (picture.Height / 3));
            byte value = (byte)random.Next(256);
            for (int y = y0; y < Math.Min(picture.Height, y0 + height); y++)
            {
                picture.Pixels.Slice((y * picture.Width) + x0, Math.Min(width, picture.Width - x0)).Fill(value);
            }
        }

        for (int i = random.Next(0, picture.Pixels.Length / 4); i > 0; i--)
        {
            picture.Pixels[random.Next(picture.Pixels.Length)] ^= (byte)random.Next(256);
        }
    }
}

using System.Text;
using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Imaging;

public sealed class GrayPictureTests
{
    [Theory]
    [InlineData("a.png")]
    [InlineData("a.pgm")]
    public void What_was_saved_is_loaded(string name)
    {
        using var folder = new TemporaryFolder();
        GrayPicture picture = Noise(37, 23);
        picture.Save(folder.File(name));
        GrayPicture loaded = GrayPicture.Load(folder.File(name));
        Assert.Equal((37, 23), (loaded.Width, loaded.Height));
        Assert.True(picture.Pixels.SequenceEqual(loaded.Pixels));
    }

    /// <summary>ffmpeg writes every filter and colour type; its gray must come back within rounding.</summary>
    [NeedsTheory(program: "ffmpeg")]
    [InlineData("rgb24")]
    [InlineData("rgba")]
    [InlineData("gray16be")]
    [InlineData("ya8")]
    [InlineData("gray")]
    public void Pictures_of_other_programs_are_loaded(string format)
    {
        using var folder = new TemporaryFolder();
        GrayPicture picture = Noise(40, 30);
        picture.Save(folder.File("in.pgm"));
        using var ffmpeg = System.Diagnostics.Process.Start(
            "ffmpeg", ["-loglevel", "error", "-i", folder.File("in.pgm"), "-pix_fmt", format, "-pred", "mixed", folder.File("out.png")]);
        ffmpeg.WaitForExit();
        GrayPicture loaded = GrayPicture.Load(folder.File("out.png"));
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            Assert.InRange(loaded.Pixels[i] - picture.Pixels[i], -2, 2);
        }
    }

    [NeedsFact(program: "ffmpeg", library: "libturbojpeg.so.0")]
    public void A_jpeg_is_loaded_as_its_luminance()
    {
        using var folder = new TemporaryFolder();
        var picture = new GrayPicture(64, 48);
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            picture.Pixels[i] = (byte)((i % 64) + (i / 64));
        }

        picture.Save(folder.File("in.png"));
        using var ffmpeg = System.Diagnostics.Process.Start(
            "ffmpeg", ["-loglevel", "error", "-i", folder.File("in.png"), "-pix_fmt", "yuvj420p", "-q:v", "2", folder.File("out.jpg")]);
        ffmpeg.WaitForExit();
        GrayPicture loaded = GrayPicture.Load(folder.File("out.jpg"));
        Assert.Equal((64, 48), (loaded.Width, loaded.Height));
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            Assert.InRange(loaded.Pixels[i] - picture.Pixels[i], -6, 6);
        }
    }

    [Fact]
    public void A_damaged_picture_is_refused_in_words()
    {
        using var stream = new MemoryStream();
        PngWriter.Write(Noise(20, 20), stream);
        byte[] png = stream.ToArray();
        var random = new Random(11);
        for (int run = 0; run < 500; run++)
        {
            byte[] damaged = png[..random.Next(8, png.Length)];
            damaged[random.Next(8, damaged.Length + 1) - 1] ^= (byte)random.Next(1, 256);
            Assert.Throws<InvalidDataException>(() => GrayPicture.Parse(damaged));
        }

        Assert.Throws<InvalidDataException>(static () => GrayPicture.Parse(Encoding.ASCII.GetBytes("GIF89a")));
        Assert.Throws<InvalidDataException>(static () => GrayPicture.Parse(Encoding.ASCII.GetBytes("P5 100000 100000 255\n")));
        Assert.Throws<InvalidDataException>(static () => GrayPicture.Parse(Encoding.ASCII.GetBytes("P5 10 10 255\nabc")));
    }

    private static GrayPicture Noise(int width, int height)
    {
        var picture = new GrayPicture(width, height);
        new Random(width).NextBytes(picture.Pixels);
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            // Smooth below, noise above, so that writers choose different filters.
            picture.Pixels[i] = i > picture.Pixels.Length / 2 ? (byte)(i % width * 5) : picture.Pixels[i];
        }

        return picture;
    }
}

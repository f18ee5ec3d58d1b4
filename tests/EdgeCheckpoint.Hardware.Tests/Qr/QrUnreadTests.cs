using System.Text.Json;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Hardware.Qr;
using EdgeCheckpoint.Simulation.Qr;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Qr;

/// <summary>What the reader says of a code that it found and could not read.</summary>
public sealed class QrUnreadTests
{
    private const string Library = "libcheckpoint_vision.so libturbojpeg.so.0";

    [NeedsFact(library: "libcheckpoint_vision.so")]
    public void A_reflection_is_told_and_grows_with_its_size()
    {
        UnreadCode small = Simulated(14), large = Simulated(18);
        Assert.InRange(small.Glare, 0.08f, large.Glare - 0.05f);
        Assert.InRange(large.Glare, 0.2f, 0.5f);
        Assert.InRange(small.ModulePixels, 6.8f, 7.5f);
        Assert.True(small.Light > 200 && small.Dark < 60);
    }

    [NeedsFact(library: "libcheckpoint_vision.so")]
    public void Where_a_code_is_read_or_none_is_there_nothing_is_told()
    {
        using var reader = new QrReader(new QrReaderOptions { Accumulate = false });
        GrayPicture unread = Picture(18), clean = Picture(0);
        Assert.Empty(reader.Decode(unread.Image));
        Assert.NotNull(reader.Unread);
        Assert.Single(reader.Decode(clean.Image));
        Assert.Null(reader.Unread);
        Assert.Empty(reader.Decode(unread.Image));
        Assert.Empty(reader.Decode(new GrayPicture(640, 480).Image));
        Assert.Null(reader.Unread);
    }

    [NeedsTheory(data: "qr/manifest.jsonl", library: Library)]
    [InlineData("boofcv/brightness/image016.jpg", 1.07, 0.37)]
    [InlineData("boofcv/blurred/image037.jpg", 10.43, 0.35)]
    [InlineData("boofcv/damaged/image012.jpg", 10.09, 0.66)]
    public void A_photograph_that_cannot_be_read_tells_how_small_and_how_blurred_it_is(string file, double module, double sharpness)
    {
        using var reader = new QrReader(new QrReaderOptions { Accumulate = false, Deadline = TimeSpan.Zero });
        Assert.Empty(reader.Decode(GrayPicture.Load(Repository.Data("qr", file)).Image));
        UnreadCode code = Assert.NotNull(reader.Unread);
        Assert.InRange(code.ModulePixels, 0.9 * module, 1.1 * module);
        Assert.InRange(code.Sharpness, sharpness - 0.1, sharpness + 0.1);
    }

    /// <summary>Pictures without a code, though chosen because they mislead readers: few may look like an unread one.</summary>
    [NeedsFact(data: "qr/manifest.jsonl", library: Library)]
    public void Pictures_without_a_code_are_hardly_ever_taken_for_an_unread_one()
    {
        using var reader = new QrReader(new QrReaderOptions { Accumulate = false, Deadline = TimeSpan.Zero });
        List<string> misled = [];
        int pictures = 0;
        foreach (string line in File.ReadLines(Repository.Data("qr", "manifest.jsonl")))
        {
            using JsonDocument json = JsonDocument.Parse(line);
            string file = json.RootElement.GetProperty("file").GetString()!;
            if (json.RootElement.GetProperty("kind").GetString() == "negative")
            {
                pictures++;
                Assert.Empty(reader.Decode(GrayPicture.Load(Repository.Data("qr", file)).Image));
                misled.AddRange(reader.Unread is null ? [] : [file]);
            }
        }

        Assert.True(pictures >= 50 && misled.Count <= 3, $"{misled.Count} of {pictures}: {string.Join(", ", misled)}");
    }

    private static UnreadCode Simulated(double glare)
    {
        using var reader = new QrReader(new QrReaderOptions { Accumulate = false, Deadline = TimeSpan.Zero });
        Assert.Empty(reader.Decode(Picture(glare).Image));
        return Assert.NotNull(reader.Unread);
    }

    /// <summary>A code on a phone, with a lamp of that radius, in modules, mirrored in the middle of the glass.</summary>
    private static GrayPicture Picture(double glare) => new PhoneCamera(640, 480, new Random(1)).Take(
        QrWriter.Encode(new string('A', 180)),
        new PhonePose { Centre = (320, 240), Size = 350, Glare = (25, 25, glare), Noise = 6 });
}

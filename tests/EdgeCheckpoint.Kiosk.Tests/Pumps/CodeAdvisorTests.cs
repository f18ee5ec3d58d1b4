using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Hardware.Qr;
using EdgeCheckpoint.Kiosk.Pumps;
using EdgeCheckpoint.Simulation.Qr;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Pumps;

public sealed class CodeAdvisorTests
{
    private const string Library = "libcheckpoint_vision.so libturbojpeg.so.0";

    private static readonly UnreadCode Glaring = new(default, 7, 0.8f, 0.2f, 253, 30);
    private static readonly UnreadCode Small = new(default, 1.2f, 0.8f, 0, 200, 30);

    [NeedsTheory(data: "qr/manifest.jsonl", library: Library)]
    [InlineData("boofcv/brightness/image016.jpg", Prompt.ComeCloser)]
    [InlineData("boofcv/bright_spots/image032.jpg", Prompt.ComeCloser)]
    [InlineData("boofcv/blurred/image037.jpg", Prompt.HoldStill)]
    [InlineData("boofcv/blurred/image036.jpg", Prompt.StepBack)]
    [InlineData("boofcv/curved/image014.jpg", Prompt.CodeNotReadable)]
    [InlineData("boofcv/damaged/image012.jpg", Prompt.CodeNotReadable)]
    public void A_photograph_gets_the_advice_a_person_would_give(string file, Prompt advice) =>
        Assert.Equal(advice, CodeAdvisor.Of(Unread(GrayPicture.Load(Repository.Data("qr", file)))));

    [NeedsTheory(library: "libcheckpoint_vision.so")]
    [InlineData(14, Prompt.TiltPhone)]
    [InlineData(18, Prompt.TiltPhone)]
    [InlineData(24, Prompt.BrightnessDown)]
    public void A_reflection_asks_for_a_tilt_and_a_screen_all_white_for_less_light(double radius, Prompt advice) =>
        Assert.Equal(advice, CodeAdvisor.Of(Unread(new PhoneCamera(640, 480, new Random(1)).Take(
            QrWriter.Encode(new string('A', 180)), new PhonePose { Centre = (320, 240), Size = 350, Glare = (25, 25, radius), Noise = 6 }))));

    [Fact]
    public void Only_advice_that_holds_is_given_and_at_most_once_a_second()
    {
        var advisor = new CodeAdvisor();
        var told = new List<(int Picture, Prompt Advice)>();
        for (int picture = 0; picture < 60; picture++)
        {
            if (advisor.Consider(Glaring, At(picture)) is { } advice)
            {
                told.Add((picture, advice));
            }
        }

        Assert.Equal([(6, Prompt.TiltPhone), (21, Prompt.TiltPhone), (36, Prompt.TiltPhone), (51, Prompt.TiltPhone)], told);
    }

    [Fact]
    public void A_phone_on_its_way_in_gets_no_advice()
    {
        var advisor = new CodeAdvisor();
        for (int picture = 0; picture < 60; picture++)
        {
            Assert.Null(advisor.Consider((picture / 4 % 3) switch { 0 => Small, 1 => Glaring, _ => null }, At(picture)));
        }
    }

    private static UnreadCode Unread(GrayPicture picture)
    {
        using var reader = new QrReader(new QrReaderOptions { Accumulate = false, Deadline = TimeSpan.Zero });
        Assert.Empty(reader.Decode(picture.Image));
        return Assert.NotNull(reader.Unread);
    }

    /// <summary>15 pictures a second.</summary>
    private static MonotonicInstant At(int picture) => new(TimeSpan.FromSeconds(picture / 15.0));
}

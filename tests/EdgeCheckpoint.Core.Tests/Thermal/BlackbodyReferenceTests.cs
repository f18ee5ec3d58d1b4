using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Core.Tests.Thermal;

/// <summary>A reference in view corrects the sensor, and lost abstains.</summary>
public sealed class BlackbodyReferenceTests
{
    private readonly float[] _picture = new float[32 * 24];

    public BlackbodyReferenceTests() => Draw(36.2f);

    [Fact]
    public void It_is_found_and_corrects_after_a_second_of_steadiness()
    {
        var reference = new BlackbodyReference(32, 24, new BlackbodyOptions());
        reference.Observe(_picture, alone: true);
        Assert.False(reference.Held);
        See(reference, 8);
        Assert.True(reference.Held);
        Assert.Equal(0.8, reference.CorrectionCelsius, 2);
        Assert.Equal(new HeadRegion(4, 4, 3, 3), reference.Region);
    }

    [Fact]
    public void Hidden_it_is_lost_at_once_and_trusted_again_only_after_a_while()
    {
        var reference = new BlackbodyReference(32, 24, new BlackbodyOptions());
        See(reference, 10);
        Draw(30);
        See(reference, 1);
        Assert.False(reference.Held);
        Draw(36.2f);
        See(reference, 7);
        Assert.False(reference.Held);
        See(reference, 2);
        Assert.True(reference.Held);
    }

    [Fact]
    public void A_face_is_never_taken_for_it()
    {
        var reference = new BlackbodyReference(32, 24, new BlackbodyOptions());
        for (int i = 0; i < 20; i++)
        {
            reference.Observe(_picture, alone: false);
        }

        Assert.False(reference.Held);
    }

    [Fact]
    public void A_face_that_stands_still_before_it_never_becomes_it()
    {
        var reference = new BlackbodyReference(32, 24, new BlackbodyOptions());
        See(reference, 10);
        Draw(34.5f);
        for (int i = 0; i < 40; i++)
        {
            reference.Observe(_picture, alone: false);
            Assert.False(reference.Held);
        }

        Draw(36.2f);
        for (int i = 0; i < 10; i++)
        {
            reference.Observe(_picture, alone: false);
        }

        Assert.True(reference.Held);
        Assert.Equal(0.8, reference.CorrectionCelsius, 2);
    }

    private void See(BlackbodyReference reference, int pictures)
    {
        for (int i = 0; i < pictures; i++)
        {
            reference.Observe(_picture, alone: true);
        }
    }

    private void Draw(float celsius)
    {
        Array.Fill(_picture, 22);
        for (int y = 4; y < 7; y++)
        {
            _picture.AsSpan((y * 32) + 4, 3).Fill(celsius);
        }
    }
}

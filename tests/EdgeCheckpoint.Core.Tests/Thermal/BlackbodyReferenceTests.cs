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

    [Fact]
    public void With_two_things_that_may_be_it_neither_is_and_alone_again_it_is_found()
    {
        var reference = new BlackbodyReference(32, 24, new BlackbodyOptions());
        Put(25, 18, 3, 41);
        See(reference, 20);
        Assert.False(reference.Held);
        Put(25, 18, 3, 22);
        See(reference, 8);
        Assert.Equal((true, new HeadRegion(4, 4, 3, 3)), (reference.Held, reference.Region));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(15)]
    public void Something_beside_it_that_cannot_be_it_is_passed_over(float celsius)
    {
        var reference = new BlackbodyReference(32, 24, new BlackbodyOptions());
        Put(25, 18, 3, celsius);
        See(reference, 8);
        Assert.Equal((true, new HeadRegion(4, 4, 3, 3)), (reference.Held, reference.Region));
    }

    [Fact]
    public void Moved_it_is_found_at_its_new_place_after_ten_seconds_with_nobody_in_view()
    {
        var reference = new BlackbodyReference(32, 24, new BlackbodyOptions());
        See(reference, 10);
        Put(4, 4, 3, 22);
        Put(9, 4, 3, 36.2f);
        for (int i = 0; i < 200; i++)
        {
            reference.Observe(_picture, alone: false);
        }

        See(reference, 79);
        Assert.Equal((false, new HeadRegion(4, 4, 3, 3)), (reference.Held, reference.Region));
        See(reference, 10);
        Assert.Equal((true, new HeadRegion(9, 4, 3, 3)), (reference.Held, reference.Region));
    }

    [Fact]
    public void Where_its_place_is_configured_it_is_looked_for_nowhere_else()
    {
        var place = new HeadRegion(4, 4, 3, 3);
        var reference = new BlackbodyReference(32, 24, new BlackbodyOptions { Region = place });
        Put(4, 4, 3, 22);
        Put(9, 4, 3, 36.2f);
        See(reference, 200);
        Assert.Equal((false, place), (reference.Held, reference.Region));
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
        Put(4, 4, 3, celsius);
    }

    private void Put(int x, int y, int side, float celsius)
    {
        for (int row = y; row < y + side; row++)
        {
            _picture.AsSpan((row * 32) + x, side).Fill(celsius);
        }
    }
}

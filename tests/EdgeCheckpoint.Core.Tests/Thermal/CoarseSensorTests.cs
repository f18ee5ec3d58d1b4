using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Tests.Thermal;

/// <summary>What the tracker makes of sensors that see no shapes.</summary>
public sealed class CoarseSensorTests
{
    private const float Room = 22;

    [Theory]
    [InlineData(8)]
    [InlineData(1)]
    public void A_coarse_sensor_abstains_where_the_site_wants_to_know_better(int side)
    {
        SubjectObservation[] seen = Run(side, Traits(side), new ThermalOptions { WarmUp = TimeSpan.Zero });
        Assert.DoesNotContain(seen, static o => o.Reading is not null);
        Assert.Contains(seen, static o => o is { State: SubjectState.EnvironmentUnfit, People: 1, Reasons: [Reasons.SensorTooCoarse] });
    }

    [Theory]
    [InlineData(8, 1.45)]
    [InlineData(1, 0.3)]
    public void Where_the_site_is_content_with_it_the_reading_carries_what_it_may_be_off(int side, double scale)
    {
        SubjectObservation[] seen = Run(side, Traits(side), new ThermalOptions { WarmUp = TimeSpan.Zero, UncertaintyAtMostCelsius = 3 });
        SubjectObservation measured = Assert.Single(seen, o => o.Reading is not null && o.At == seen[^1].At);
        Assert.InRange(measured.Reading!.UncertaintyCelsius, Math.Sqrt((scale * scale) + 1) - 0.01, scale + 1);
        Assert.Null(measured.Reading.DistanceMetres);
    }

    [Fact]
    public void A_cup_is_nobody_and_an_empty_room_is_empty()
    {
        var options = new ThermalOptions { WarmUp = TimeSpan.Zero, UncertaintyAtMostCelsius = 3 };
        Assert.All(Run(8, SensorTraits.Amg8833, options, body: 60), static o => Assert.Equal(SubjectState.Empty, o.State));
        Assert.All(Run(8, SensorTraits.Amg8833, options, body: Room), static o => Assert.Equal(SubjectState.Empty, o.State));
    }

    [Fact]
    public void Who_comes_nearer_is_not_measured_yet()
    {
        var options = new ThermalOptions { WarmUp = TimeSpan.Zero, UncertaintyAtMostCelsius = 3 };
        var tracker = new SubjectTracker(1, 1, SensorTraits.Mlx90614, options);
        for (int i = 0; i < 12; i++)
        {
            float celsius = i < 4 ? Room : 26 + i;
            Assert.Null(tracker.Observe(Frame(1, i, celsius)).Reading);
        }
    }

    [Fact]
    public void A_sensor_may_be_stated_to_be_better_than_its_kind()
    {
        SubjectObservation[] seen = Run(8, SensorTraits.Amg8833, new ThermalOptions { WarmUp = TimeSpan.Zero, SensorUncertainty = 0.2, UncertaintyAtMostCelsius = 1.1 });
        Assert.NotNull(seen[^1].Reading);
    }

    private static SensorTraits Traits(int side) => side == 1 ? SensorTraits.Mlx90614 : SensorTraits.Amg8833;

    private static SubjectObservation[] Run(int side, SensorTraits traits, ThermalOptions options, float body = 34.5f)
    {
        var tracker = new SubjectTracker(side, side, traits, options);
        return [.. Enumerable.Range(0, 20).Select(i => tracker.Observe(Frame(side, i, i < 6 ? Room : body)))];
    }

    private static ThermalFrame Frame(int side, int number, float middle)
    {
        var frame = new ThermalFrame(side, side) { At = MonotonicInstant.FromMilliseconds(100 * number), Sequence = number + 1 };
        Array.Fill(frame.Celsius, Room);
        frame.Celsius[side * side / 2] = middle;
        return frame;
    }
}

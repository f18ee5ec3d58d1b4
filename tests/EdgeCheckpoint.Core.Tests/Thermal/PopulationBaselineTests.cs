using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Tests.Thermal;

/// <summary>The people before as a reference.</summary>
public sealed class PopulationBaselineTests
{
    private static readonly BaselineOptions Options = new();

    [Fact]
    public void A_cold_start_abstains()
    {
        PopulationBaseline baseline = With(35.5, 35.6, 35.4, 35.5);
        Assert.True(double.IsNaN(baseline.MeanAt(Minute(5))));
        baseline.Enter(Minute(5), 35.5);
        Assert.Equal(35.5, baseline.MeanAt(Minute(5)), 3);
    }

    [Fact]
    public void The_highest_and_the_lowest_do_not_count() =>
        Assert.Equal(35.5, With(35.5, 35.5, 33, 35.5, 38, 35.5).MeanAt(Minute(6)), 3);

    [Fact]
    public void Whoever_is_elevated_never_enters()
    {
        PopulationBaseline baseline = With(35.5, 35.5, 35.5, 35.5, 35.5);
        for (int i = 0; i < 20; i++)
        {
            baseline.Enter(Minute(6), 36.6);
        }

        Assert.Equal(35.5, baseline.MeanAt(Minute(6)), 3);
    }

    [Fact]
    public void Samples_expire()
    {
        PopulationBaseline baseline = With(35.5, 35.5, 35.5, 35.5, 35.5);
        Assert.False(double.IsNaN(baseline.MeanAt(Minute(60))));
        Assert.True(double.IsNaN(baseline.MeanAt(Minute(70))));
    }

    [Fact]
    public void A_slow_poisoning_raises_the_mean_no_faster_than_the_limit()
    {
        PopulationBaseline baseline = With(35.5, 35.5, 35.5, 35.5, 35.5, 35.5, 35.5, 35.5, 35.5, 35.5);
        for (int minute = 10; minute <= 70; minute++)
        {
            // Always just below what would be elevated.
            baseline.Enter(Minute(minute), baseline.MeanAt(Minute(minute)) + 0.95);
        }

        Assert.InRange(baseline.MeanAt(Minute(70)), 35.5, 35.5 + Options.RiseCelsiusAnHour + 0.95);
    }

    private static PopulationBaseline With(params double[] celsius)
    {
        var baseline = new PopulationBaseline(Options);
        for (int i = 0; i < celsius.Length; i++)
        {
            baseline.Enter(Minute(i), celsius[i]);
        }

        return baseline;
    }

    private static MonotonicInstant Minute(int minute) => new(TimeSpan.FromMinutes(minute));
}

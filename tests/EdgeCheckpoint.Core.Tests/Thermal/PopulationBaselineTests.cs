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
        PopulationBaseline baseline = AfterUsualHours(35.5, out int minute);
        double before = baseline.MeanAt(Minute(minute)), most = before;
        for (int end = minute + 60; minute < end; minute++)
        {
            // Always just below what would be elevated.
            baseline.Enter(Minute(minute), baseline.MeanAt(Minute(minute)) + 0.95);
            most = Math.Max(most, baseline.MeanAt(Minute(minute)));
        }

        // By 0.15 °C the mean may vary by itself, and the last sample that is not held down pulls one in eight.
        Assert.InRange(most - before, 0, Options.RiseCelsiusAnHour + 0.15 + (0.95 / 8));
    }

    [Fact]
    public void Usual_people_are_not_held_down()
    {
        PopulationBaseline baseline = AfterUsualHours(35.5, out int minute);
        Assert.InRange(baseline.MeanAt(Minute(minute)), 35.3, 35.7);
    }

    [Fact]
    public void A_warmer_population_is_followed_at_the_rate_of_the_limit()
    {
        PopulationBaseline baseline = AfterUsualHours(35.5, out int minute);
        EnterUsual(baseline, 36.2, minute, minute + 180, seed: 5);
        Assert.InRange(baseline.MeanAt(Minute(minute + 180)), 36, 36.4);
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

    private static PopulationBaseline AfterUsualHours(double celsius, out int minute)
    {
        var baseline = new PopulationBaseline(Options);
        minute = 8 * 60;
        EnterUsual(baseline, celsius, 0, minute, seed: 4);
        return baseline;
    }

    /// <summary>Somebody every five minutes; people differ by 0.3 °C rms.</summary>
    private static void EnterUsual(PopulationBaseline baseline, double celsius, int from, int to, int seed)
    {
        var random = new Random(seed);
        for (int minute = from; minute < to; minute += 5)
        {
            // The sum of twelve has the spread 1.
            baseline.Enter(Minute(minute), celsius + (0.3 * (Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6)));
        }
    }

    private static MonotonicInstant Minute(int minute) => new(TimeSpan.FromMinutes(minute));
}

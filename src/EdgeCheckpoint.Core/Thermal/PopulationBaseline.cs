using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Thermal;

/// <summary>What the people before showed: the mean of the last ten, without the highest and the lowest.</summary>
/// <remarks>
/// Elevated readings never enter. Samples expire. Too few abstain. Against a slow poisoning the mean may not run away upward:
/// a ceiling follows it down at once and up at <see cref="BaselineOptions.RiseCelsiusAnHour"/> at most, and while the mean is
/// above it by more than it varies by itself, a sample is entered as if it were at the ceiling.
/// </remarks>
public sealed class PopulationBaseline(BaselineOptions options)
{
    /// <summary>By this much the mean of ten usual people varies, °C.</summary>
    private const double Spread = 0.15;

    private readonly Queue<(MonotonicInstant At, double Celsius)> _samples = new();
    private (MonotonicInstant At, double Celsius)? _ceiling;

    /// <summary>The mean, °C; NaN while there are too few samples.</summary>
    public double MeanAt(MonotonicInstant now)
    {
        Expire(now);
        if (_samples.Count < options.SamplesAtLeast)
        {
            return double.NaN;
        }

        double sum = 0, highest = double.MinValue, lowest = double.MaxValue;
        foreach ((_, double celsius) in _samples)
        {
            sum += celsius;
            highest = Math.Max(highest, celsius);
            lowest = Math.Min(lowest, celsius);
        }

        return (sum - highest - lowest) / (_samples.Count - 2);
    }

    /// <summary>Standard error of the mean, °C; NaN while there are too few samples.</summary>
    public double UncertaintyAt(MonotonicInstant now)
    {
        double mean = MeanAt(now);
        if (double.IsNaN(mean))
        {
            return double.NaN;
        }

        double squares = 0;
        foreach ((_, double celsius) in _samples)
        {
            squares += (celsius - mean) * (celsius - mean);
        }

        return Math.Sqrt(squares / (_samples.Count - 1) / _samples.Count);
    }

    /// <summary>Enters a person who was not elevated. The caller enters each person once.</summary>
    public void Enter(MonotonicInstant at, double celsius)
    {
        double mean = MeanAt(at);
        if (!double.IsNaN(mean))
        {
            if (celsius >= mean + options.ElevatedAboveCelsius)
            {
                return;
            }

            (MonotonicInstant since, double ceiling) = _ceiling ?? (at, mean);
            ceiling = Math.Min(mean, ceiling + (options.RiseCelsiusAnHour * (at - since).TotalHours));
            _ceiling = (at, ceiling);
            celsius = mean > ceiling + Spread ? Math.Min(celsius, ceiling) : celsius;
        }

        _samples.Enqueue((at, celsius));
        if (_samples.Count > options.SamplesAtMost)
        {
            _samples.Dequeue();
        }
    }

    private void Expire(MonotonicInstant now)
    {
        while (_samples.TryPeek(out (MonotonicInstant At, double) oldest) && now - oldest.At > options.Lifetime)
        {
            _samples.Dequeue();
        }

        if (_samples.Count < options.SamplesAtLeast)
        {
            _ceiling = null;
        }
    }
}

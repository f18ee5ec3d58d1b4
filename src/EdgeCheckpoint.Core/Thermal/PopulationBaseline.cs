using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Thermal;

/// <summary>What the people before showed: the mean of the last ten, without the highest and the lowest.</summary>
/// <remarks>
/// Elevated readings never enter. Samples expire. Too few abstain. Against a slow poisoning a sample may not pull the mean
/// up faster than <see cref="BaselineOptions.RiseCelsiusAnHour"/>: what would is entered as if it were at that limit.
/// </remarks>
public sealed class PopulationBaseline(BaselineOptions options)
{
    private readonly Queue<(MonotonicInstant At, double Celsius)> _samples = new();
    private (MonotonicInstant At, double Mean)? _anchor;

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

            _anchor ??= (at, mean);
            double allowed = _anchor.Value.Mean + (options.RiseCelsiusAnHour * (at - _anchor.Value.At).TotalHours);
            celsius = mean > allowed ? Math.Min(celsius, allowed) : celsius;
            if (mean <= _anchor.Value.Mean)
            {
                _anchor = (at, mean);
            }
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
            _anchor = null;
        }
    }
}

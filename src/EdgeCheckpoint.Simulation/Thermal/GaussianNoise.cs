namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>Normally distributed numbers by seed.</summary>
public sealed class GaussianNoise(int seed)
{
    private readonly Random _random = new(seed);
    private double _spare = double.NaN;

    /// <summary>Mean 0, standard deviation 1.</summary>
    public double Next()
    {
        if (!double.IsNaN(_spare))
        {
            double spare = _spare;
            _spare = double.NaN;
            return spare;
        }

        double radius = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble()));
        double angle = 2 * Math.PI * _random.NextDouble();
        _spare = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }
}

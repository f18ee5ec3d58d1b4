using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>How a method does at a distance.</summary>
/// <param name="Normal">Normal people who got a reading.</param>
/// <param name="Warm">People 1 °C warmer who got a reading.</param>
/// <param name="Bias">Mean of reading less true face, °C.</param>
/// <param name="Spread">Standard deviation of the same, °C.</param>
/// <param name="Sensitivity">Share of the warm found when the cut is 1, then 2, standard deviations of normal readings above their mean.</param>
/// <param name="Specificity">Share of the normal left alone at the same cuts.</param>
public sealed record EvaluationRow(ScreeningMethod Method, double DistanceMetres, int Asked, int Normal, int Warm, double Bias, double Spread, double[] Sensitivity, double[] Specificity);

/// <summary>Simulated people of known temperature through the whole chain: scene, chip, driver, tracker, method.</summary>
/// <remarks>People differ by 0.3 °C rms, chips by 0.7 °C rms, rooms from 20 to 23 °C and drift by 0.3 °C rms from person to person.</remarks>
public sealed class ScreeningEvaluation(int seed, int people)
{
    private const int PeopleAChip = 8;
    private static readonly SceneObject Reference = new(37, -0.3, 0.1, 0.045, 0.8);

    private readonly GaussianNoise _noise = new(seed);

    public EvaluationRow Run(ScreeningMethod method, double distanceMetres)
    {
        List<(double Face, double Reading)> normal = [], warm = [];
        for (int first = 0; first < people; first += PeopleAChip)
        {
            using var run = new ChipRun(this, method, seed + first);
            for (int i = first; i < Math.Min(first + PeopleAChip, people); i++)
            {
                double face = 35.6 + (0.3 * _noise.Next());
                Take(run, face, distanceMetres, normal);
                Take(run, face + 1, distanceMetres, warm);
            }
        }

        double[] readings = [.. normal.Select(static p => p.Reading)], errors = [.. normal.Concat(warm).Select(static p => p.Reading - p.Face)];
        double[] cuts = [Mean(readings) + Deviation(readings), Mean(readings) + (2 * Deviation(readings))];
        return new EvaluationRow(
            method,
            distanceMetres,
            2 * people,
            normal.Count,
            warm.Count,
            Mean(errors),
            Deviation(errors),
            [.. cuts.Select(cut => Share(warm, p => p.Reading >= cut))],
            [.. cuts.Select(cut => Share(normal, p => p.Reading < cut))]);
    }

    private static void Take(ChipRun run, double face, double distanceMetres, List<(double Face, double Reading)> into)
    {
        if (run.Measure(face, distanceMetres) is { } reading)
        {
            into.Add((face, reading));
        }
    }

    private static double Mean(double[] values) => values.Length == 0 ? double.NaN : values.Average();

    private static double Deviation(double[] values) => values.Length < 2 ? double.NaN : Math.Sqrt(values.Sum(v => (v - values.Average()) * (v - values.Average())) / (values.Length - 1));

    private static double Share(List<(double Face, double Reading)> people, Func<(double Face, double Reading), bool> holds) =>
        people.Count == 0 ? double.NaN : (double)people.Count(holds) / people.Count;

    /// <summary>One chip at its gate.</summary>
    private sealed class ChipRun : IDisposable
    {
        private const int EmptyPictures = 12;
        private const int PicturesAtMost = 14;

        private readonly WaitDrivenTime _time = new();
        private readonly ThermalScene _scene = new();
        private readonly ThermalFrame _frame = new(32, 24);
        private readonly Mlx90640Sensor _sensor;
        private readonly SubjectTracker _tracker;
        private readonly GaussianNoise _noise;
        private readonly double _ambient;

        public ChipRun(ScreeningEvaluation owner, ScreeningMethod method, int chip)
        {
            _noise = owner._noise;
            _ambient = 21.5 + Math.Clamp(_noise.Next(), -1.5, 1.5);
            _scene.SetObjects(method == ScreeningMethod.Blackbody ? [Reference] : []);
            var options = new SimulatedMlx90640Options { Seed = chip, OffsetCelsius = 0.7 * _noise.Next() };
            _sensor = new Mlx90640Sensor(new SimulatedMlx90640(_scene, _time, options), _time, new Mlx90640Options { WarmUp = TimeSpan.Zero });
            _tracker = new SubjectTracker(32, 24, _sensor.Traits, new ThermalOptions
            {
                WarmUp = TimeSpan.Zero,
                Method = method,
                Baseline = new BaselineOptions { SamplesAtLeast = 3 },
            });
        }

        public void Dispose() => _sensor.Dispose();

        /// <returns>The last reading of a visit of 1.75 s, °C; null without one.</returns>
        public double? Measure(double face, double distanceMetres)
        {
            _scene.SetAmbient(_ambient + (0.3 * _noise.Next()));
            _scene.SetPeople();
            Observe(EmptyPictures);
            _scene.SetPeople(new ScenePerson(face, distanceMetres, 0.04 * _noise.Next()));
            return Observe(PicturesAtMost)?.Celsius;
        }

        private Measurement? Observe(int pictures)
        {
            Measurement? last = null;
            for (int i = 0; i < pictures; i++)
            {
                if (_sensor.Read(_frame, CancellationToken.None) == SensorFault.None && _tracker.Observe(_frame).Reading is { } reading)
                {
                    last = reading;
                }
            }

            return last;
        }
    }
}

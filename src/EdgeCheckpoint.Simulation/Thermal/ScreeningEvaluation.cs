using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>How people stand, and what the room does meanwhile.</summary>
/// <param name="SwayMetres">Standard deviation of how far people sway, once a second, m.</param>
/// <param name="DriftCelsiusAnHour">How fast the room warms, °C an hour.</param>
public sealed record EvaluationCondition(string Name, double SwayMetres, double DriftCelsiusAnHour)
{
    /// <summary>People sway by 5 mm rms and the room warms by 1 °C an hour.</summary>
    public static EvaluationCondition Usual { get; } = new("usual", 0.005, 1);

    /// <summary>The usual, and what goes beyond it.</summary>
    public static IReadOnlyList<EvaluationCondition> All { get; } =
    [
        new("quite still, steady room", 0, 0),
        Usual,
        new("sways 2 cm rms", 0.02, 1),
        new("room warms 6 °C/h", 0.005, 6),
        new("both", 0.02, 6),
    ];
}

/// <summary>How a method does at a distance.</summary>
/// <param name="Asked">Visits.</param>
/// <param name="Normal">Normal people who got a reading.</param>
/// <param name="Warm">People 1 °C warmer who got a reading.</param>
/// <param name="Bias">Mean of reading less true face, °C; for the baseline of reading less mean of the people before, less true face less mean face.</param>
/// <param name="Spread">Standard deviation of the same, °C.</param>
/// <param name="Sensitivity">Share of the warm found when the cut is 1, then 2, standard deviations of what normal people give above its mean.</param>
/// <param name="Specificity">Share of the normal left alone at the same cuts.</param>
public sealed record EvaluationRow(
    ScreeningMethod Method, double DistanceMetres, EvaluationCondition Condition, int Asked, int Normal, int Warm, double Bias, double Spread, double[] Sensitivity, double[] Specificity);

/// <summary>Simulated people of known temperature through the whole chain: scene, chip, driver, tracker, method.</summary>
/// <remarks>
/// People differ by 0.3 °C rms, chips by 0.7 °C rms, rooms from 20 to 23 °C and by 0.3 °C rms from person to person; skin follows the room by 0.05 °C for each °C.
/// A chip sees eight normal people and eight warm ones by turns. One that judges by its baseline has seen ten normal people before, who are not counted: a kiosk is cold once a morning.
/// </remarks>
public sealed class ScreeningEvaluation(int seed, int people)
{
    internal const double MeanFaceCelsius = 35.6;

    private const int PeopleAChip = 8;

    private readonly GaussianNoise _noise = new(seed);

    public EvaluationRow Run(ScreeningMethod method, double distanceMetres, EvaluationCondition condition)
    {
        List<(double Error, double Score)> normal = [], warm = [];
        for (int first = 0; first < people; first += PeopleAChip)
        {
            using var run = new EvaluationRun(_noise, method, condition, seed + first);
            for (int i = 0; i < run.PeopleToWarmUp; i++)
            {
                run.Visit(Face(), distanceMetres);
            }

            for (int i = first; i < Math.Min(first + PeopleAChip, people); i++)
            {
                double face = Face();
                Take(run.Visit(face, distanceMetres), normal);
                Take(run.Visit(face + 1, distanceMetres), warm);
            }
        }

        double[] scores = [.. normal.Select(static p => p.Score)], errors = [.. normal.Concat(warm).Select(static p => p.Error)];
        double[] cuts = [Mean(scores) + Deviation(scores), Mean(scores) + (2 * Deviation(scores))];
        return new EvaluationRow(
            method,
            distanceMetres,
            condition,
            2 * people,
            normal.Count,
            warm.Count,
            Mean(errors),
            Deviation(errors),
            [.. cuts.Select(cut => Share(warm, p => p.Score >= cut))],
            [.. cuts.Select(cut => Share(normal, p => p.Score < cut))]);
    }

    private double Face() => MeanFaceCelsius + (0.3 * _noise.Next());

    private static void Take((double Error, double Score)? visit, List<(double Error, double Score)> into)
    {
        if (visit is { } measured)
        {
            into.Add(measured);
        }
    }

    private static double Mean(double[] values) => values.Length == 0 ? double.NaN : values.Average();

    private static double Deviation(double[] values)
    {
        double mean = Mean(values);
        return values.Length < 2 ? double.NaN : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }

    private static double Share(List<(double Error, double Score)> people, Func<(double Error, double Score), bool> holds) =>
        people.Count == 0 ? double.NaN : (double)people.Count(holds) / people.Count;
}

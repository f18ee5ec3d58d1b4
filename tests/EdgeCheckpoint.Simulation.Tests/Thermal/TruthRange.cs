using System.Globalization;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Simulation.Tests.Thermal;

/// <summary>What looking at some frames of a recording says: a line of truth.txt.</summary>
/// <param name="States">The state to be expected, then others that are right as well.</param>
/// <param name="HeldOut">True for recordings that nothing was tuned on.</param>
internal sealed record TruthRange(string Recording, int First, int Last, IReadOnlyList<string> States, int People, bool HeldOut)
{
    public static IReadOnlyList<TruthRange> All { get; } = [.. Read()];

    /// <summary>In the words of the file: what looking cannot tell apart is one.</summary>
    public static string WordOf(SubjectObservation observation) => observation.State switch
    {
        SubjectState.Measuring or SubjectState.Measured => "still",
        SubjectState.OneAtATime => "one-at-a-time",
        SubjectState.HoldStill => "hold-still",
        SubjectState.TooFar => "too-far",
        SubjectState.TooClose => "too-close",
        SubjectState.EnvironmentUnfit => "environment-unfit",
        SubjectState.SensorFault => "sensor-fault",
        _ => observation.State == SubjectState.Empty ? "empty" : "approach",
    };

    private static IEnumerable<TruthRange> Read()
    {
        bool heldOut = false;
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "tests", "EdgeCheckpoint.Simulation.Tests", "Thermal", "truth.txt")))
        {
            string[] parts = line.Split(' ');
            if (parts is ["tuning"] or ["held-out"])
            {
                heldOut = line == "held-out";
            }
            else if (parts[0] != "#")
            {
                int[] ends = [.. parts[1].Split('-').Select(static e => int.Parse(e, CultureInfo.InvariantCulture))];
                yield return new TruthRange(parts[0], ends[0], ends[1], parts[2].Split(','), int.Parse(parts[3], CultureInfo.InvariantCulture), heldOut);
            }
        }
    }
}

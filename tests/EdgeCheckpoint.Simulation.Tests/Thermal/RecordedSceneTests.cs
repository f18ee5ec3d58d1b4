using System.Globalization;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Simulation.Thermal;
using EdgeCheckpoint.Testing;
using Xunit.Abstractions;

namespace EdgeCheckpoint.Simulation.Tests.Thermal;

/// <summary>The tracker on recordings of people, animals and noise, against what looking at them says (truth.txt).</summary>
public sealed class RecordedSceneTests(ITestOutputHelper output)
{
    private const string Data = "thermal-scenes";
    private static readonly string[] Sizes = ["", "_32x24"];

    public static TheoryData<string> Creatures => ["cat", "possum02", "rat02", "noise_01", "20181123-022114"];

    [NeedsTheory(data: Data)]
    [MemberData(nameof(Creatures))]
    public void Animals_and_noise_never_yield_a_reading_not_even_with_a_scale(string name)
    {
        foreach (string size in Sizes)
        {
            RecordedScene scene = Load(name, size);
            Assert.All(SceneAnalysis.Run(scene, SceneAnalysis.Uncalibrated, null, null), static o => Assert.Null(o.Reading));
            Assert.All(SceneAnalysis.Run(scene, SceneAnalysis.Uncalibrated, null, 0.02), static o => Assert.Null(o.Reading));
        }
    }

    [NeedsFact(data: Data)]
    public void Nobody_in_view_means_no_reading()
    {
        foreach ((string name, IGrouping<string, Range> ranges) in Truth().GroupBy(static r => r.Recording).Select(static g => (g.Key, g)))
        {
            foreach (string size in Sizes)
            {
                SubjectObservation[] seen = Observe(name, size);
                foreach (Range range in ranges.Where(static r => r.State == "empty"))
                {
                    Assert.All(seen[range.First..(range.Last + 1)], static o => Assert.Null(o.Reading));
                }
            }
        }
    }

    [NeedsTheory(data: Data)]
    [InlineData("", 0.95, 0.85)]
    [InlineData("_32x24", 0.93, 0.80)]
    public void People_and_states_are_mostly_those_that_looking_finds(string size, double peopleAtLeast, double statesAtLeast)
    {
        int frames = 0, people = 0;
        var hits = new Dictionary<string, int>();
        var said = new Dictionary<string, int>();
        var were = new Dictionary<string, int>();
        foreach (IGrouping<string, Range> ranges in Truth().GroupBy(static r => r.Recording))
        {
            SubjectObservation[] seen = Observe(ranges.Key, size);
            foreach (Range range in ranges)
            {
                foreach (SubjectObservation observation in seen[range.First..(range.Last + 1)])
                {
                    string group = Group(observation);
                    frames++;
                    people += observation.People == range.People ? 1 : 0;
                    Count(said, group);
                    Count(were, range.State);
                    if (group == range.State)
                    {
                        Count(hits, group);
                    }
                }
            }
        }

        foreach (string state in were.Keys.Order())
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{state}: precision {Share(hits, said, state):F3}, recall {Share(hits, were, state):F3}, {were[state]} frames"));
        }

        output.WriteLine($"people counted right: {(double)people / frames:F3} of {frames} frames");
        Assert.True((double)people / frames >= peopleAtLeast);
        Assert.True((double)hits.Values.Sum() / frames >= statesAtLeast);
    }

    private static double Share(Dictionary<string, int> part, Dictionary<string, int> whole, string state) =>
        (double)part.GetValueOrDefault(state) / Math.Max(whole.GetValueOrDefault(state), 1);

    private static void Count(Dictionary<string, int> counts, string state) => counts[state] = counts.GetValueOrDefault(state) + 1;

    private static string Group(SubjectObservation observation) => observation.State switch
    {
        SubjectState.Empty => "empty",
        SubjectState.Approach or SubjectState.TooFar or SubjectState.TooClose => "away",
        SubjectState.HoldStill or SubjectState.Measuring or SubjectState.Measured => "stand",
        SubjectState.OneAtATime => "several",
        _ => "other",
    };

    private static SubjectObservation[] Observe(string name, string size) => [.. SceneAnalysis.Run(Load(name, size), SceneAnalysis.Uncalibrated, null, null)];

    private static RecordedScene Load(string name, string size)
    {
        RecordedScene? scene = RecordedScene.TryLoad(Repository.Data(Data, $"{name}{size}.u16.gz"), out string? problem);
        Assert.True(scene is not null, problem);
        return scene;
    }

    private static IEnumerable<Range> Truth() =>
        from line in File.ReadLines(Path.Combine(Repository.Root, "tests", "EdgeCheckpoint.Simulation.Tests", "Thermal", "truth.txt"))
        where !line.StartsWith('#')
        let parts = line.Split(' ')
        let ends = parts[1].Split('-')
        select new Range(parts[0], int.Parse(ends[0], CultureInfo.InvariantCulture), int.Parse(ends[1], CultureInfo.InvariantCulture), parts[2], int.Parse(parts[3], CultureInfo.InvariantCulture));

    private sealed record Range(string Recording, int First, int Last, string State, int People);
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Cli.Verbs.Thermal;

/// <summary><c>checkpointctl thermal evaluate</c>: simulated people of known temperature through the whole chain.</summary>
internal static class EvaluateVerb
{
    private static readonly double[] Distances = [0.4, 0.6, 0.8, 1.0];

    public static Command Create()
    {
        var people = new Option<int>("--people") { Description = "Pairs of one normal and one warm person for each method and distance.", DefaultValueFactory = static _ => 24 };
        var seed = new Option<int>("--seed") { Description = "Seed of the run.", DefaultValueFactory = static _ => 1 };
        Option<bool> json = Output.JsonOption();
        var command = new Command("evaluate", "Sends simulated people of known temperature through the whole chain; prints bias, spread, sensitivity and specificity.") { people, seed, json };
        command.SetAction(parsed => Run(parsed.GetValue(people), parsed.GetValue(seed), parsed.GetValue(json)));
        return command;
    }

    private static int Run(int people, int seed, bool json)
    {
        if (people < 2)
        {
            return Output.Error("--people must be at least 2: a spread needs two.", ExitCode.Usage);
        }

        if (!json)
        {
            Console.Out.WriteLine("method     m    readings  bias °C  spread °C  sens/spec at 1 s.e.  at 2 s.e.");
        }

        foreach (ScreeningMethod method in Enum.GetValues<ScreeningMethod>())
        {
            foreach (double distance in Distances)
            {
                EvaluationRow row = new ScreeningEvaluation(seed, people).Run(method, distance);
                Print(row, json);
            }
        }

        return ExitCode.Ok;
    }

    private static void Print(EvaluationRow row, bool json)
    {
        if (json)
        {
            Output.JsonLine(new JsonObject
            {
                ["method"] = Words.Of(row.Method),
                ["distanceMetres"] = row.DistanceMetres,
                ["asked"] = row.Asked,
                ["normal"] = row.Normal,
                ["warm"] = row.Warm,
                ["bias"] = Number(row.Bias),
                ["spread"] = Number(row.Spread),
                ["sensitivity"] = new JsonArray([.. row.Sensitivity.Select(Number)]),
                ["specificity"] = new JsonArray([.. row.Specificity.Select(Number)]),
            });
            return;
        }

        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Words.Of(row.Method),-10} {row.DistanceMetres:F1}  {row.Normal + row.Warm,3}/{row.Asked,-3}   {row.Bias,6:F2}   {row.Spread,6:F2}     {row.Sensitivity[0],4:F2}/{row.Specificity[0]:F2}            {row.Sensitivity[1],4:F2}/{row.Specificity[1]:F2}"));
    }

    private static JsonNode? Number(double value) => double.IsFinite(value) ? Math.Round(value, 3) : null;
}

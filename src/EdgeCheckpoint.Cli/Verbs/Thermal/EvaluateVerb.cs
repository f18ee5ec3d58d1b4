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
    private const double UsualDistanceMetres = 0.6;
    private static readonly double[] Distances = [0.4, 0.6, 0.8, 1.0];

    public static Command Create()
    {
        var people = new Option<int>("--people") { Description = "Pairs of one normal and one warm person for each row.", DefaultValueFactory = static _ => 24 };
        var seed = new Option<int>("--seed") { Description = "Seed of the run.", DefaultValueFactory = static _ => 1 };
        var pictures = new Option<DirectoryInfo?>("--pictures") { Description = "Also write the plot and pictures of simulated scenes, as SVG, into this folder." };
        Option<bool> json = Output.JsonOption();
        var command = new Command("evaluate", "Sends simulated people of known temperature through the whole chain; prints bias, spread, sensitivity and specificity.") { people, seed, pictures, json };
        command.SetAction(parsed => Run(parsed.GetValue(people), parsed.GetValue(seed), parsed.GetValue(pictures), parsed.GetValue(json)));
        return command;
    }

    private static int Run(int people, int seed, DirectoryInfo? pictures, bool json)
    {
        if (people < 2)
        {
            return Output.Error("--people must be at least 2: a spread needs two.", ExitCode.Usage);
        }

        ScreeningMethod[] methods = Enum.GetValues<ScreeningMethod>();
        (ScreeningMethod Method, double Metres, EvaluationCondition Condition)[] runs =
        [
            .. from method in methods from metres in Distances select (method, metres, EvaluationCondition.Usual),
            .. from method in methods from condition in EvaluationCondition.All where condition != EvaluationCondition.Usual select (method, UsualDistanceMetres, condition),
        ];
        List<EvaluationRow> rows = [];
        LongRun.Each("Measuring people", runs, run => rows.Add(new ScreeningEvaluation(seed, people).Run(run.Method, run.Metres, run.Condition)));
        Print(rows, json);
        if (pictures is null)
        {
            return ExitCode.Ok;
        }

        try
        {
            EvaluationPictures.Write(pictures, rows);
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Output.Error(e.Message, ExitCode.Io);
        }
    }

    private static void Print(List<EvaluationRow> rows, bool json)
    {
        if (!json)
        {
            Console.Out.WriteLine("method     m    condition                 readings  bias °C  spread °C  sens/spec at 1 s.e.  at 2 s.e.");
        }

        foreach (EvaluationRow row in rows)
        {
            if (json)
            {
                Output.JsonLine(Json(row));
            }
            else
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Words.Of(row.Method),-10} {row.DistanceMetres:F1}  {row.Condition.Name,-24}  {row.Normal + row.Warm,3}/{row.Asked,-3}   {row.Bias,6:F2}   {row.Spread,6:F2}     {row.Sensitivity[0],4:F2}/{row.Specificity[0]:F2}            {row.Sensitivity[1],4:F2}/{row.Specificity[1]:F2}"));
            }
        }
    }

    private static JsonObject Json(EvaluationRow row) => new()
    {
        ["method"] = Words.Of(row.Method),
        ["distanceMetres"] = row.DistanceMetres,
        ["swayMetres"] = row.Condition.SwayMetres,
        ["driftCelsiusAnHour"] = row.Condition.DriftCelsiusAnHour,
        ["asked"] = row.Asked,
        ["normal"] = row.Normal,
        ["warm"] = row.Warm,
        ["bias"] = Number(row.Bias),
        ["spread"] = Number(row.Spread),
        ["sensitivity"] = new JsonArray([.. row.Sensitivity.Select(Number)]),
        ["specificity"] = new JsonArray([.. row.Specificity.Select(Number)]),
    };

    private static JsonNode? Number(double value) => double.IsFinite(value) ? Math.Round(value, 3) : null;
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Cli.Verbs.Thermal;

/// <summary><c>checkpointctl thermal analyze</c>: what the tracker says of every frame of a recording.</summary>
internal static class AnalyzeVerb
{
    public static Command Create()
    {
        var scene = new Argument<string>("scene") { Description = "NAME.json, NAME.u16.gz or NAME_WIDTHxHEIGHT.u16.gz; the description is looked for beside the frames." };
        var up = new Option<SceneUp?>("--up") { Description = "Which edge of the picture the top of the scene is at. Default: found from where the warmest is." };
        var scale = new Option<double?>("--kelvin-per-count") { Description = "Scale for recordings of bare counts; without it they give no reading.", CustomParser = static given => Decimals.Parse(given) };
        var offset = new Option<double>("--site-offset") { Description = "Added to every reading, °C.", DefaultValueFactory = static _ => 0, CustomParser = Decimals.Parse };
        Option<bool> json = Output.JsonOption();
        var command = new Command("analyze", "Prints what every frame of a recording says of the person in front of the sensor.") { scene, up, scale, offset, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(scene), parsed.GetValue(up), parsed.GetValue(scale), parsed.GetValue(offset), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string path, SceneUp? up, double? scale, double offset, bool json)
    {
        if (RecordedScene.TryLoad(path, out string? problem) is not { } scene)
        {
            return Output.Error(problem!, ExitCode.NoInput);
        }

        int frame = 0;
        foreach (SubjectObservation seen in SceneAnalysis.Run(scene, SceneAnalysis.Uncalibrated with { SiteOffsetCelsius = offset }, up, scale))
        {
            if (json)
            {
                Output.JsonLine(Json(frame, seen));
            }
            else
            {
                Console.Out.WriteLine(Text(frame, seen));
            }

            frame++;
        }

        return ExitCode.Ok;
    }

    private static JsonObject Json(int frame, SubjectObservation seen) => new()
    {
        ["frame"] = frame,
        ["state"] = Words.Of(seen.State),
        ["people"] = seen.People,
        ["head"] = seen.Head is { } head ? new JsonObject { ["x"] = head.X, ["y"] = head.Y, ["w"] = head.Width, ["h"] = head.Height } : null,
        ["reading"] = seen.Reading?.Celsius,
        ["uncertainty"] = seen.Reading?.UncertaintyCelsius,
        ["reasons"] = new JsonArray([.. seen.Reasons.Select(static r => (JsonNode)r)]),
    };

    private static string Text(int frame, SubjectObservation seen)
    {
        string head = seen.Head is { } h ? $"head {h.X},{h.Y} {h.Width}x{h.Height}" : "";
        string reading = seen.Reading is { } r ? string.Create(CultureInfo.InvariantCulture, $"{r.Celsius:F2} °C ± {r.UncertaintyCelsius:F2}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{frame,4}  {Words.Of(seen.State),-16} {seen.People}  {head,-22} {reading,-18} {string.Join(' ', seen.Reasons)}").TrimEnd();
    }
}

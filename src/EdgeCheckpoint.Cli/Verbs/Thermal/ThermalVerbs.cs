using System.CommandLine;

namespace EdgeCheckpoint.Cli.Verbs.Thermal;

/// <summary><c>checkpointctl thermal</c>.</summary>
internal static class ThermalVerbs
{
    public static Command Create() => new("thermal", "Thermal sensors: convert recorded words, analyze scenes, calibrate.")
    {
        ConvertVerb.Create(),
        AnalyzeVerb.Create(),
        EvaluateVerb.Create(),
        CalibrateVerb.Create(),
    };
}

using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Cli.Verbs.Replay;

/// <summary>What became of one photograph.</summary>
/// <param name="Text">What the code says; empty where none could be read.</param>
/// <param name="FaceCelsius">The reading; null where the recording shows no measurable face.</param>
/// <param name="FrameCelsius">Hottest pixel of the last picture, °C.</param>
/// <param name="Milliseconds">Real time by room.</param>
internal sealed record ReplayLine(
    string File,
    string Text,
    double? FaceCelsius,
    float FrameCelsius,
    SubjectState Subject,
    Verdict? Verdict,
    IReadOnlyList<string> Reasons,
    IReadOnlyDictionary<ReplayStage, double> Milliseconds)
{
    public JsonObject ToJson() => new()
    {
        ["file"] = File,
        ["text"] = Text,
        ["faceCelsius"] = FaceCelsius,
        ["frameCelsius"] = Math.Round(FrameCelsius, 2),
        ["subject"] = Words.Of(Subject),
        ["verdict"] = Verdict is { } verdict ? Words.Of(verdict) : null,
        ["reasons"] = new JsonArray([.. Reasons.Select(static r => (JsonNode)r)]),
        ["ms"] = new JsonObject(Milliseconds.Select(static p => KeyValuePair.Create(Words.Of(p.Key), (JsonNode?)p.Value))),
    };
}

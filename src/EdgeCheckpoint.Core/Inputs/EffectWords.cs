using System.Globalization;
using System.Text.Json;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;

namespace EdgeCheckpoint.Core.Inputs;

/// <summary>Effects as one line of words each, the same for the same effect, so that a record and its replay can be compared.</summary>
public static class EffectWords
{
    public static string Of(MachineEffect effect) => effect switch
    {
        Append append => EventWords(append.Data),
        OpenGate { Hold: true } => "open gate, hold",
        OpenGate => "open gate",
        Signal { Verdict: { } verdict } => $"lamp {Words.Of(verdict)}",
        Signal => "lamp off",
        Show show => ViewWords(show.View),
        _ => JsonNamingPolicy.KebabCaseLower.ConvertName(effect?.GetType().Name ?? throw new ArgumentNullException(nameof(effect))),
    };

    private static string EventWords(CheckpointEvent data) => data switch
    {
        ScanEvent scan => $"scan {Words.Of(scan.Verdict)}{List(scan.Reasons)}{(scan.Rule is null ? "" : $" by {scan.Rule}")}",
        GateEvent gate => $"gate {gate.Action} ({gate.Cause})",
        AlarmEvent alarm => $"alarm {alarm.Code} {(alarm.Active ? "raised" : "cleared")}",
        _ => $"event {data.Kind}",
    };

    private static string ViewWords(ScreenView view) =>
        $"show {Words.Of(view.Page)}{(view.Verdict is { } verdict ? " " + Words.Of(verdict) : "")}{List([.. view.Prompts.Select(static p => Words.Of(p)), .. view.Reasons])}"
        + (view.SecondsLeft is { } seconds ? string.Create(CultureInfo.InvariantCulture, $" {seconds} s") : "");

    private static string List(IReadOnlyList<string> words) => words.Count == 0 ? "" : $" ({string.Join(", ", words)})";
}

namespace EdgeCheckpoint.Contract.Events;

/// <summary>What became of a referred person: closes the loop that a scan opened.</summary>
/// <param name="Scan">Sequence of the scan.</param>
/// <param name="Celsius">Clinical thermometer, °C; null where none was taken.</param>
/// <param name="Disposition"><c>released</c>, <c>sent-to-care</c>, <c>turned-back</c> or <c>left</c>.</param>
/// <param name="Operator">Operator who rechecked.</param>
public sealed record RecheckEvent(long Scan, double? Celsius, string Disposition, string Operator) : CheckpointEvent
{
    public const string KindName = "recheck";

    public override string Kind => KindName;
}

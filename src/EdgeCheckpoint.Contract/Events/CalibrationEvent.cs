namespace EdgeCheckpoint.Contract.Events;

/// <summary>The thermometer was compared with a reference.</summary>
/// <param name="OffsetCelsius">Reading minus reference, °C.</param>
/// <param name="NextDue">When it has to be done again.</param>
/// <param name="Operator">Operator who did it.</param>
public sealed record CalibrationEvent(double OffsetCelsius, DateTimeOffset NextDue, string Operator) : CheckpointEvent
{
    public const string KindName = "calibration";

    public override string Kind => KindName;
}

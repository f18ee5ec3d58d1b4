namespace EdgeCheckpoint.Contract.Events;

/// <summary>Something the district must know of, raised once and cleared once.</summary>
/// <param name="Code">Stable code, such as <c>sensor-fault</c> or <c>journal-gap</c>.</param>
/// <param name="Active">True when raised, false when cleared.</param>
/// <param name="Detail">A sentence for a technician, without personal data.</param>
public sealed record AlarmEvent(string Code, bool Active, string Detail) : CheckpointEvent
{
    public const string KindName = "alarm";

    public override string Kind => KindName;
}

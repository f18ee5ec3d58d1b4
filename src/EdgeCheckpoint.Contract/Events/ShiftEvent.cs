namespace EdgeCheckpoint.Contract.Events;

/// <summary>Who watches over the post.</summary>
/// <param name="Action"><c>taken</c>, <c>handed-over</c> or <c>ended</c>.</param>
/// <param name="Operator">Operator who acts, by the name the kiosk knows: a number, never a person's name.</param>
/// <param name="From">Operator who handed over; null otherwise.</param>
public sealed record ShiftEvent(string Action, string Operator, string? From = null) : CheckpointEvent
{
    public const string KindName = "shift";

    public override string Kind => KindName;
}

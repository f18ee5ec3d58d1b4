namespace EdgeCheckpoint.Contract.Events;

/// <summary>Who watches over the post.</summary>
/// <param name="Action"><c>taken</c>, <c>handed-over</c>, <c>ended</c>, or <c>signed-in</c> for somebody who opened the operators' page.</param>
/// <param name="Operator">Operator who acts, by the name the kiosk knows: a number, never a person's name.</param>
/// <param name="From">Operator who handed over; null otherwise.</param>
public sealed record ShiftEvent(string Action, string Operator, string? From = null) : CheckpointEvent
{
    public const string KindName = "shift";

    public override string Kind => KindName;

    /// <summary>How somebody who signed in proved it: <c>pin</c> or <c>badge</c>; null for the other actions.</summary>
    public string? By { get; init; }
}

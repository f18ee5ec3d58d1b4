namespace EdgeCheckpoint.Contract.Events;

/// <summary>The post's checklist, as an operator found it.</summary>
/// <param name="Missing">Items that are not there, by their words; empty when the post is ready.</param>
/// <param name="Items">Number of items on the list.</param>
/// <param name="Operator">Operator who looked.</param>
public sealed record ReadinessEvent(IReadOnlyList<string> Missing, int Items, string Operator) : CheckpointEvent
{
    public const string KindName = "readiness";

    public override string Kind => KindName;
}

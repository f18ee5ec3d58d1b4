namespace EdgeCheckpoint.Contract.Events;

/// <summary>What the gate did: <c>opened</c>, <c>passed</c>, <c>not-passed</c>, <c>forced</c>, <c>tailgated</c> (on the heels of somebody who passed), <c>unauthorised</c> (somebody went, and it was open for nobody), <c>released</c>, <c>secured</c>, <c>unknown</c> (nobody saw how it ended).</summary>
/// <param name="Action">One of the words above.</param>
/// <param name="Cause">Why: <c>decision</c>, <c>command</c>, <c>override</c>, <c>emergency</c>, <c>feedback</c> (the gate said so), <c>view</c> (the person left the view), <c>fault</c> (the gate failed, or the journal), <c>late</c> (the journal took too long, so the gate stayed barred), <c>restart</c> (the service ended meanwhile).</param>
/// <param name="Scan">Sequence of the scan it belongs to; null where it belongs to none.</param>
public sealed record GateEvent(string Action, string Cause, long? Scan = null) : CheckpointEvent
{
    public const string KindName = "gate";

    public override string Kind => KindName;

    /// <summary>Which way people go at this gate; null from a kiosk that does not say.</summary>
    public Direction? Direction { get; init; }

    /// <summary>Name of the lane for people; null where it has none.</summary>
    public string? Lane { get; init; }
}

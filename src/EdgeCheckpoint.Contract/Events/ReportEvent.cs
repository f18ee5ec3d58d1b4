namespace EdgeCheckpoint.Contract.Events;

/// <summary>Counts over a period; also sent when nothing happened, so that a missing report is never taken for a zero.</summary>
/// <param name="From">Start of the period, inclusive.</param>
/// <param name="To">End of the period, exclusive.</param>
/// <param name="Counts">Number of scans by verdict, and further counts by name.</param>
public sealed record ReportEvent(DateTimeOffset From, DateTimeOffset To, IReadOnlyDictionary<string, long> Counts)
    : CheckpointEvent
{
    public const string KindName = "report";

    public override string Kind => KindName;
}

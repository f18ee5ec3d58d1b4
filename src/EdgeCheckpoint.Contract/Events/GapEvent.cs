namespace EdgeCheckpoint.Contract.Events;

/// <summary>Stands in the journal for events that had to be dropped for want of space: sequences stay contiguous and nothing vanishes in silence.</summary>
/// <param name="First">First dropped sequence.</param>
/// <param name="Last">Last dropped sequence, inclusive; the record itself carries this sequence in its key and accounts for all from <paramref name="First"/> on.</param>
/// <param name="Cause">Why, for a technician.</param>
public sealed record GapEvent(long First, long Last, string Cause) : CheckpointEvent
{
    /// <summary>Travels with the alarms: topic <c>evt/alarm</c>, CloudEvents type <c>ecp.v1.gap</c>.</summary>
    public const string KindName = "gap";

    public override string Kind => KindName;

    /// <summary>Whether it speaks only of what its key allows: a record that reached further would account for events that are still to come.</summary>
    public bool Fits(EventKey key) => First >= 1 && First <= Last && Last == key.Sequence;
}

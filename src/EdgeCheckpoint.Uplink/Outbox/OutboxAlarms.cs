namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>Alarms the journal raises of itself. Stable: dashboards count them.</summary>
public static class OutboxAlarms
{
    /// <summary>The alarm share of the budget is used.</summary>
    public const string Filling = "outbox-filling";

    /// <summary>The budget is used up; what happens next is the policy's choice.</summary>
    public const string Full = "outbox-full";

    /// <summary>Events the district had not acknowledged were dropped; gap records stand for them.</summary>
    public const string Dropped = "outbox-dropped";

    /// <summary>The journal was damaged or deleted; a new epoch began, what could be read was kept.</summary>
    public const string Replaced = "outbox-replaced";

    /// <summary>What says how far the journal was is missing or forged, so nobody can tell whether its newest events were cut off.</summary>
    public const string Unmarked = "outbox-unmarked";

    /// <summary>The district knows events this journal does not: it was set back, for example by a restored image.</summary>
    public const string SetBack = "outbox-set-back";
}

namespace EdgeCheckpoint.Contract;

/// <summary>What a kiosk decided about one person or vehicle.</summary>
public enum Verdict
{
    /// <summary>The kiosk may not judge: sensor fault, stale reading, no trusted time, environment out of range.</summary>
    Unable,

    /// <summary>May not pass.</summary>
    Deny,

    /// <summary>A person must recheck, for example with a clinical thermometer.</summary>
    Refer,

    /// <summary>May pass.</summary>
    Pass,
}

namespace EdgeCheckpoint.Contract.Kiosk;

/// <summary>Whether a kiosk serves; retained on <c>status</c>, also the last will.</summary>
/// <param name="State">In service, in service with limits, or away.</param>
/// <param name="Session">Names one connection, so that a late last will cannot be taken for a newer birth's end.</param>
/// <param name="Reasons">Why it is degraded or away; empty while all is well.</param>
public sealed record KioskStatus(KioskState State, string Session, IReadOnlyList<string> Reasons);

public enum KioskState
{
    Offline,
    Degraded,
    Online,
}

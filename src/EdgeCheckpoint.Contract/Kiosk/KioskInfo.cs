namespace EdgeCheckpoint.Contract.Kiosk;

/// <summary>What a kiosk is; retained on <c>info</c>, sent at every connection.</summary>
/// <param name="Software">Version of the kiosk's software.</param>
/// <param name="Boot">Identity of the boot.</param>
/// <param name="Lane">Name of the lane for people; may be Chinese.</param>
/// <param name="Capabilities">What it can do, such as <c>thermal</c>, <c>qr</c>, <c>gate</c>, and the commands it answers as <c>cmd.open-gate</c>.</param>
/// <param name="Versions">Versions of policy, trust list and lists in force, by name.</param>
public sealed record KioskInfo(
    string Software,
    string Boot,
    string Lane,
    IReadOnlyList<string> Capabilities,
    IReadOnlyDictionary<string, string> Versions)
{
    /// <summary>Version of the contract the kiosk speaks.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Epoch of the journal; filled in by the uplink.</summary>
    public string Epoch { get; init; } = "";
}

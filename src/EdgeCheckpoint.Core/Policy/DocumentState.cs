namespace EdgeCheckpoint.Core.Policy;

/// <summary>One signed document in force, as rules and events see it.</summary>
/// <param name="Version">Its version, as events carry it.</param>
/// <param name="Age">Time since it was issued; null without a trusted clock.</param>
/// <param name="Expired">Past its end of validity.</param>
/// <param name="Overdue">Past the moment its issuer promised the next one.</param>
public readonly record struct DocumentState(string Version, TimeSpan? Age, bool Expired, bool Overdue);

namespace EdgeCheckpoint.Contract.Events;

/// <summary>A vehicle that was decided about as a whole.</summary>
/// <param name="Plate">Pseudonym of its number plate, made like a person's; null while the plate is unknown.</param>
/// <param name="Told">How many people the driver or the staff said are in it; null when nobody said.</param>
/// <param name="Occupants">Everybody who was seen, in that order.</param>
public sealed record VehicleSummary(string? Plate, int? Told, IReadOnlyList<OccupantSummary> Occupants);

/// <summary>One person in a vehicle.</summary>
/// <param name="Reasons">What stands against this one alone; empty for nothing. The scan has the reasons of the whole.</param>
/// <param name="Measurement">The reading; null where none was taken.</param>
/// <param name="Credential">The code; null where none was shown.</param>
public sealed record OccupantSummary(IReadOnlyList<string> Reasons, Measurement? Measurement = null, CredentialSummary? Credential = null);

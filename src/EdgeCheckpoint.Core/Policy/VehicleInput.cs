namespace EdgeCheckpoint.Core.Policy;

/// <summary>A vehicle and the people in it, counted by the machine; each occupant was read and measured alone.</summary>
/// <param name="Plate">As typed or read; null while unknown.</param>
/// <param name="Occupants">Driver and passengers.</param>
/// <param name="Measured">Occupants whose temperature was taken.</param>
/// <param name="Elevated">Of those, the elevated ones.</param>
/// <param name="CodesShown">Occupants who showed a personal code.</param>
/// <param name="CodesGreen">Of those, the valid green ones.</param>
public readonly record struct VehicleInput(string? Plate, int Occupants, int Measured, int Elevated, int CodesShown, int CodesGreen);

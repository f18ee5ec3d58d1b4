namespace EdgeCheckpoint.Hardware.Board;

/// <summary>How the board does.</summary>
/// <param name="Model">As the device tree names it; empty where there is none.</param>
/// <param name="ProcessorCelsius">Hottest of the processor's sensors; null where the board has none.</param>
/// <param name="Undervoltage">Whether the supply is too weak now; null where the board does not tell.</param>
public sealed record BoardReading(string Model, double? ProcessorCelsius, bool? Undervoltage);

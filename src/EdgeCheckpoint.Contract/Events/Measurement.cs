namespace EdgeCheckpoint.Contract.Events;

/// <summary>A temperature reading and how far it may be believed.</summary>
/// <param name="Celsius">Estimated skin temperature of the face, °C.</param>
/// <param name="UncertaintyCelsius">One standard uncertainty, °C.</param>
/// <param name="Method"><c>fixed</c>, <c>baseline</c> or <c>blackbody</c>.</param>
/// <param name="AmbientCelsius">Ambient temperature at the sensor, °C; null where unknown.</param>
/// <param name="DistanceMetres">Estimated distance of the person, m; null where unknown.</param>
public sealed record Measurement(
    double Celsius,
    double UncertaintyCelsius,
    string Method,
    double? AmbientCelsius = null,
    double? DistanceMetres = null);

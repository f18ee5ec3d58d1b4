using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Core.Thermal;

/// <summary>A comparison of the sensor with a reference, by a named person, for a stated time.</summary>
/// <param name="ReferenceCelsius">What the reference was at, °C.</param>
/// <param name="MeasuredCelsius">What the sensor said, °C.</param>
/// <param name="AmbientCelsius">Air temperature, °C.</param>
/// <param name="By">Who did it.</param>
/// <param name="At">When.</param>
/// <param name="ValidUntil">Past this the kiosk is degraded and says so.</param>
public sealed record CalibrationRecord(
    double ReferenceCelsius,
    double MeasuredCelsius,
    double AmbientCelsius,
    string By,
    DateTimeOffset At,
    DateTimeOffset ValidUntil)
{
    /// <summary>A sensor farther off is broken, not in want of calibration, °C.</summary>
    public const double OffsetAtMostCelsius = 5;

    /// <summary>To be added to what the sensor says, °C.</summary>
    public double OffsetCelsius => ReferenceCelsius - MeasuredCelsius;

    /// <summary>True where this is a calibration at all, by somebody who can be named.</summary>
    public bool IsSensible =>
        double.IsFinite(OffsetCelsius) && Math.Abs(OffsetCelsius) <= OffsetAtMostCelsius
        && ReferenceCelsius is >= 30 and <= 45 && AmbientCelsius is >= -40 and <= 60
        && By.Length > 0 && !By.Any(char.IsControl) && ValidUntil > At;

    public bool IsExpired(DateTimeOffset now) => now >= ValidUntil || now < At;

    /// <summary>Reason code while the record may not be relied on, else null.</summary>
    public string? ReasonAt(DateTimeOffset now) => IsSensible && !IsExpired(now) ? null : Reasons.CalibrationExpired;
}

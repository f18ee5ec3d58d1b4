using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Core.Tests.Thermal;

/// <summary>A calibration holds for its time and within reason.</summary>
public sealed class CalibrationRecordTests
{
    private static readonly DateTimeOffset Done = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly CalibrationRecord Good = new(37, 36.2, 22, "technician 7", Done, Done.AddDays(14));

    [Fact]
    public void The_offset_is_what_the_sensor_lacks() => Assert.Equal(0.8, Good.OffsetCelsius, 6);

    [Fact]
    public void An_expired_record_or_one_from_the_future_degrades()
    {
        Assert.Null(Good.ReasonAt(Done.AddDays(13)));
        Assert.Equal(Reasons.CalibrationExpired, Good.ReasonAt(Done.AddDays(14)));
        Assert.Equal(Reasons.CalibrationExpired, Good.ReasonAt(Done.AddMinutes(-1)));
    }

    [Fact]
    public void Numbers_beyond_reason_are_no_calibration()
    {
        Assert.Equal(Reasons.CalibrationExpired, (Good with { MeasuredCelsius = 30 }).ReasonAt(Done));
        Assert.Equal(Reasons.CalibrationExpired, (Good with { ReferenceCelsius = double.NaN }).ReasonAt(Done));
        Assert.Equal(Reasons.CalibrationExpired, (Good with { By = "" }).ReasonAt(Done));
        Assert.Equal(Reasons.CalibrationExpired, (Good with { By = "technician\u001b[2J" }).ReasonAt(Done));
    }
}

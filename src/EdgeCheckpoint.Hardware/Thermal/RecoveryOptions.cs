using System.ComponentModel.DataAnnotations;

namespace EdgeCheckpoint.Hardware.Thermal;

/// <summary>How long trouble of a sensor is borne, and how often one that is out of service is tried again.</summary>
public sealed record RecoveryOptions
{
    /// <summary>Tries of one bus transaction, or of one damaged picture, before a read fails. Default 3.</summary>
    [Range(1, 10)]
    public int Attempts { get; init; } = 3;

    /// <summary>Failed reads in a row after which the sensor is out of service. Default 10.</summary>
    [Range(1, 1000)]
    public int FailuresBeforeOutOfService { get; init; } = 10;

    /// <summary>Pause between attempts to bring the sensor back, 10 ms to 1 h. Default 2 s.</summary>
    public TimeSpan OutOfServicePause { get; init; } = TimeSpan.FromSeconds(2);

    internal RecoveryOptions Checked => Attempts is >= 1 and <= 10 && FailuresBeforeOutOfService is >= 1 and <= 1000
        && OutOfServicePause >= TimeSpan.FromMilliseconds(10) && OutOfServicePause <= TimeSpan.FromHours(1)
        ? this
        : throw new ArgumentOutOfRangeException(nameof(RecoveryOptions), this, "An option is outside its range.");
}

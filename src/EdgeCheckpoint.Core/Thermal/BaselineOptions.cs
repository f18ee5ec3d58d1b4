using System.ComponentModel.DataAnnotations;

namespace EdgeCheckpoint.Core.Thermal;

/// <summary>How the people before are made into a reference.</summary>
public sealed record BaselineOptions
{
    /// <summary>People the mean is taken of. Default 10.</summary>
    [Range(3, 100)]
    public int SamplesAtMost { get; init; } = 10;

    /// <summary>With fewer the method abstains. Default 5.</summary>
    [Range(3, 100)]
    public int SamplesAtLeast { get; init; } = 5;

    /// <summary>A sample older than this tells nothing of now. Default 1 hour.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>So much above the mean is elevated, °C. Default 1.</summary>
    [Range(0.1, 10.0)]
    public double ElevatedAboveCelsius { get; init; } = 1;

    /// <summary>So much below the mean is too low, °C. Default 2.5.</summary>
    [Range(0.1, 20.0)]
    public double TooLowBelowCelsius { get; init; } = 2.5;

    /// <summary>The mean may rise this fast, °C an hour: a room warms, a crowd of feverish people must not become normal. Default 0.5.</summary>
    [Range(0.0, 10.0)]
    public double RiseCelsiusAnHour { get; init; } = 0.5;
}

using System.ComponentModel.DataAnnotations;

namespace EdgeCheckpoint.Core.Thermal;

/// <summary>A reference of known temperature in view.</summary>
public sealed record BlackbodyOptions
{
    /// <summary>Its temperature, °C. Default 37.</summary>
    [Range(25.0, 50.0)]
    public double Celsius { get; init; } = 37;

    /// <summary>What its maker claims, one standard uncertainty, °C. Default 0.1.</summary>
    [Range(0.0, 2.0)]
    public double UncertaintyCelsius { get; init; } = 0.1;

    /// <summary>Where it stands in the picture, "x,y,width,height" in pixels; none finds it: the only compact thing in view that may be as warm and does not move.</summary>
    public HeadRegion? Region { get; init; }

    /// <summary>Farther off than this the thing seen is not the reference, °C. Default 6.</summary>
    [Range(0.1, 20.0)]
    public double OffAtMostCelsius { get; init; } = 6;

    /// <summary>A change from picture to picture by more means that somebody hides it, °C. Default 0.7.</summary>
    [Range(0.05, 10.0)]
    public double StepAtMostCelsius { get; init; } = 0.7;
}
